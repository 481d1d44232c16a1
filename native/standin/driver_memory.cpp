// Allocation of device memory and of pinned host memory.
#include "driver.h"

using namespace standin;

namespace {

CUresult allocate(Driver& driver, Context& context, size_t size, bool host, uintptr_t* address) {
    if (address == nullptr || size == 0) {
        return CUDA_ERROR_INVALID_VALUE;
    }
    const CUresult refusal = driver.refuseDuringCapture(context, false);
    if (refusal != CUDA_SUCCESS) {
        return refusal;
    }
    const size_t used = driver.memory.liveBytes(false, context.device);
    if (!host && (size > driver.settings.memory || used > driver.settings.memory - size)) {
        return driver.fail(CUDA_ERROR_OUT_OF_MEMORY, std::to_string(size) + " bytes asked for, "
                               + std::to_string(used) + " of " + std::to_string(driver.settings.memory) + " in use");
    }
    *address = driver.memory.allocate(
        size, driver.settings.alignment, driver.settings.guardBeginning, host, context.device,
        reinterpret_cast<uint64_t>(context.handle));
    return *address == 0 ? CUDA_ERROR_OUT_OF_MEMORY : CUDA_SUCCESS;
}

CUresult release(Driver& driver, Context& context, uintptr_t address, bool host) {
    if (address == 0) {
        return CUDA_SUCCESS;
    }
    CUresult result = driver.refuseDuringCapture(context, false);
    if (result == CUDA_SUCCESS) {
        result = driver.finish(context);
    }
    if (result == CUDA_SUCCESS && !driver.memory.release(address, host, host ? Memory::anyDevice : context.device)) {
        return driver.fail(CUDA_ERROR_INVALID_VALUE, "no live allocation of this device begins at this address");
    }
    return result;
}

}  // namespace

CUDA_API cuMemGetInfo_v2(size_t* free, size_t* total) {
    return callInContext(__func__, [&](Driver& driver, Context& context) {
        *total = driver.settings.memory;
        *free = *total - driver.memory.liveBytes(false, context.device);
        return CUDA_SUCCESS;
    });
}

CUDA_API cuMemAlloc_v2(CUdeviceptr* address, size_t size) {
    return callInContext(__func__, [&](Driver& driver, Context& context) {
        uintptr_t allocated = 0;
        const CUresult result = allocate(driver, context, size, false, address == nullptr ? nullptr : &allocated);
        if (result == CUDA_SUCCESS) {
            *address = allocated;
        }
        return result;
    });
}

CUDA_API cuMemFree_v2(CUdeviceptr address) {
    return callInContext(
        __func__, [&](Driver& driver, Context& context) { return release(driver, context, address, false); });
}

CUDA_API cuMemGetAddressRange_v2(CUdeviceptr* base, size_t* size, CUdeviceptr address) {
    return callInContext(__func__, [&](Driver& driver, Context&) {
        const Allocation* const found = driver.memory.find(address, 1);
        if (found == nullptr || found->host) {
            return driver.fail(CUDA_ERROR_NOT_FOUND, driver.memory.describe(address));
        }
        if (base != nullptr) {
            *base = found->begin;
        }
        if (size != nullptr) {
            *size = found->size;
        }
        return CUDA_SUCCESS;
    });
}

CUDA_API cuMemHostAlloc(void** address, size_t size, unsigned) {
    return callInContext(__func__, [&](Driver& driver, Context& context) {
        return allocate(driver, context, size, true, reinterpret_cast<uintptr_t*>(address));
    });
}

CUDA_API cuMemAllocHost_v2(void** address, size_t size) {
    return callInContext(__func__, [&](Driver& driver, Context& context) {
        return allocate(driver, context, size, true, reinterpret_cast<uintptr_t*>(address));
    });
}

CUDA_API cuMemFreeHost(void* address) {
    return callInContext(__func__, [&](Driver& driver, Context& context) {
        return release(driver, context, reinterpret_cast<uintptr_t>(address), true);
    });
}
