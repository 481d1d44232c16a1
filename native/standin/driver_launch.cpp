// Attributes of functions, launches of kernels and of host functions.
#include <cstdio>

#include "driver.h"
#include "faults.h"

using namespace standin;

namespace {

constexpr size_t maximumGridSide = 65535;

Function* functionOf(Driver& driver, const Context& context, CUfunction handle) {
    Function* const function = driver.functions.find(handle);
    return function != nullptr && driver.modules.find(function->module)->context == context.handle ? function
                                                                                                    : nullptr;
}

CUresult checkShape(Driver& driver, const Function& function, dim3 grid, dim3 block, size_t shared) {
    const size_t threads = size_t{block.x} * block.y * block.z;
    char text[200];
    std::snprintf(text, sizeof(text), "kernel %s, grid (%u, %u, %u), block (%u, %u, %u), %zu bytes of shared memory: ",
                  function.kernel->name.c_str(), grid.x, grid.y, grid.z, block.x, block.y, block.z, shared);
    if (size_t{grid.x} * grid.y * grid.z == 0 || threads == 0) {
        return driver.fail(CUDA_ERROR_INVALID_VALUE, text + std::string("a side is zero"));
    }
    if (grid.x > 2147483647u || grid.y > maximumGridSide || grid.z > maximumGridSide || block.z > 64) {
        return driver.fail(CUDA_ERROR_INVALID_VALUE, text + std::string("a side is too large"));
    }
    if (threads > function.maximumThreads) {
        return driver.fail(CUDA_ERROR_INVALID_VALUE, text + std::string("the kernel allows ")
                               + std::to_string(function.maximumThreads) + " threads a block");
    }
    if (shared > function.dynamicSharedLimit) {
        return driver.fail(CUDA_ERROR_INVALID_VALUE, text + std::string("the limit of the function is ")
                               + std::to_string(function.dynamicSharedLimit) + " bytes");
    }
    return CUDA_SUCCESS;
}

}  // namespace

CUresult standin::prepareLaunch(
    Driver& driver, const Context& context, CUfunction handle, dim3 grid, dim3 block, size_t sharedBytes,
    void** parameters, void** extra, Launch& launch) {
    const Function* const function = functionOf(driver, context, handle);
    if (function == nullptr) {
        return CUDA_ERROR_INVALID_HANDLE;
    }
    if (extra != nullptr || (parameters == nullptr && !function->kernel->parameters.empty())) {
        return driver.fail(CUDA_ERROR_INVALID_VALUE, "the stand-in takes kernel arguments as kernelParams only");
    }
    const CUresult shape = checkShape(driver, *function, grid, block, sharedBytes);
    if (shape == CUDA_SUCCESS) {
        launch = {function->kernel, std::make_shared<const Arguments>(*function->kernel, parameters), grid, block,
                  sharedBytes, context.device};
    }
    return shape;
}

Operation standin::launchOperation(Driver& driver, const Launch& launch) {
    return [&driver, launch] {
        driver.launches[launch.device]++;
        return runGrid(launch, driver.settings, driver.memory);
    };
}

CUDA_API cuFuncGetAttribute(int* value, int attribute, CUfunction handle) {
    return callInContext(__func__, [&](Driver& driver, Context& context) {
        const Function* const function = functionOf(driver, context, handle);
        if (function == nullptr) {
            return CUDA_ERROR_INVALID_HANDLE;
        }
        switch (attribute) {
            case 0:   // threads of a block
                *value = static_cast<int>(function->maximumThreads);
                return CUDA_SUCCESS;
            case 1:   // static shared memory: here that of the whole source file
                *value = static_cast<int>(function->kernel->sharedEnd - function->kernel->sharedBegin);
                return CUDA_SUCCESS;
            case 2:   // constant memory
            case 3:   // local memory
                *value = 0;
                return CUDA_SUCCESS;
            case 4:   // registers
                *value = 32;
                return CUDA_SUCCESS;
            case 5:   // PTX version
            case 6:   // binary version
                *value = 75;
                return CUDA_SUCCESS;
            case 8:   // dynamic shared memory
                *value = static_cast<int>(function->dynamicSharedLimit);
                return CUDA_SUCCESS;
            default:
                return CUDA_ERROR_INVALID_VALUE;
        }
    });
}

CUDA_API cuFuncSetAttribute(CUfunction handle, int attribute, int value) {
    return callInContext(__func__, [&](Driver& driver, Context& context) {
        constexpr int dynamicShared = 8;
        constexpr int carveout = 9;
        Function* const function = functionOf(driver, context, handle);
        if (function == nullptr) {
            return CUDA_ERROR_INVALID_HANDLE;
        }
        if (attribute == dynamicShared && value >= 0 && static_cast<size_t>(value) <= maximumShared) {
            function->dynamicSharedLimit = static_cast<size_t>(value);
            return CUDA_SUCCESS;
        }
        return attribute == carveout ? CUDA_SUCCESS : CUDA_ERROR_INVALID_VALUE;
    });
}

CUDA_API cuLaunchKernel(
    CUfunction function, unsigned gridX, unsigned gridY, unsigned gridZ, unsigned blockX, unsigned blockY,
    unsigned blockZ, unsigned sharedBytes, CUstream streamHandle, void** parameters, void** extra) {
    return callInContext(__func__, [&](Driver& driver, Context& context) {
        Stream* const stream = driver.stream(context, streamHandle);
        Launch launch = {};
        const CUresult refusal = prepareLaunch(driver, context, function, {gridX, gridY, gridZ},
                                               {blockX, blockY, blockZ}, sharedBytes, parameters, extra, launch);
        if (stream == nullptr || refusal != CUDA_SUCCESS) {
            return stream == nullptr ? CUDA_ERROR_INVALID_HANDLE : refusal;
        }
        return driver.submit(context, *stream, launchOperation(driver, launch));
    });
}

// Called in the order of the stream's work. As on a real driver, it must not call the driver itself.
CUDA_API cuLaunchHostFunc(CUstream streamHandle, void (*function)(void*), void* data) {
    return callInContext(__func__, [&](Driver& driver, Context& context) {
        Stream* const stream = driver.stream(context, streamHandle);
        if (stream == nullptr || function == nullptr) {
            return stream == nullptr ? CUDA_ERROR_INVALID_HANDLE : CUDA_ERROR_INVALID_VALUE;
        }
        return driver.submit(context, *stream, [&driver, function, data]() -> Outcome {
            Fault fault = {};
            if (runTrapped(function, data, fault)) {
                return {CUDA_SUCCESS, ""};
            }
            return {CUDA_ERROR_ILLEGAL_ADDRESS, "a host function: " + driver.memory.describe(fault.address)};
        });
    });
}
