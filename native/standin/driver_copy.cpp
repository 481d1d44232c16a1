// Copies and fills.
#include <cstring>

#include "driver.h"

using namespace standin;

namespace {

// One side of a copy.
struct Range {
    uintptr_t address;
    bool device;
};

Range device(CUdeviceptr address) { return {static_cast<uintptr_t>(address), true}; }
Range host(const void* address) { return {reinterpret_cast<uintptr_t>(address), false}; }

bool isPinned(const Driver& driver, uintptr_t address, size_t size) {
    const Allocation* const allocation = driver.memory.find(address, size);
    return allocation != nullptr && allocation->host;
}

// Fails when a device side is not inside one live allocation of this device.
CUresult check(Driver& driver, CUdevice own, Range range, size_t size) {
    const Allocation* const allocation = range.device ? driver.memory.find(range.address, size) : nullptr;
    if (!range.device || (allocation != nullptr && !allocation->host && allocation->device == own)) {
        return CUDA_SUCCESS;
    }
    return driver.fail(CUDA_ERROR_INVALID_VALUE, std::to_string(size) + " bytes that begin "
                           + driver.memory.describe(range.address) + " are not inside one live allocation of device "
                           + std::to_string(own));
}

Operation copyOperation(Driver& driver, CUdevice own, Range target, Range source, size_t size) {
    return [&driver, own, target, source, size]() -> Outcome {
        // Looked at again: a graph may be replayed after its memory was freed.
        if (check(driver, own, target, size) != CUDA_SUCCESS || check(driver, own, source, size) != CUDA_SUCCESS) {
            return {CUDA_ERROR_ILLEGAL_ADDRESS, driver.explanation()};
        }
        driver.memory.expose(own);
        memmove(reinterpret_cast<void*>(target.address), reinterpret_cast<const void*>(source.address), size);
        return {CUDA_SUCCESS, ""};
    };
}

CUresult copyNow(Driver& driver, Context& context, Range target, Range source, size_t size) {
    CUresult result = driver.refuseDuringCapture(context, true);
    if (result == CUDA_SUCCESS) {
        result = driver.finishBlocking(context);
    }
    for (const Range side : {target, source}) {
        result = result == CUDA_SUCCESS && size > 0 ? check(driver, context.device, side, size) : result;
    }
    if (result == CUDA_SUCCESS && size > 0) {
        copyOperation(driver, context.device, target, source, size)();
    }
    return result;
}

CUresult copyLater(Driver& driver, Context& context, Range target, Range source, size_t size, CUstream handle) {
    Stream* const stream = driver.stream(context, handle);
    if (stream == nullptr) {
        return CUDA_ERROR_INVALID_HANDLE;
    }
    if (size == 0) {
        return CUDA_SUCCESS;
    }
    bool pageable = false;
    for (const Range side : {target, source}) {
        const CUresult result = check(driver, context.device, side, size);
        if (result != CUDA_SUCCESS) {
            return result;
        }
        pageable |= !side.device && !isPinned(driver, side.address, size);
    }
    const CUresult result = driver.submit(context, *stream, copyOperation(driver, context.device, target, source, size));
    // With ordinary host memory the driver returns only after it is done with that memory.
    return pageable && stream->capture == nullptr && result == CUDA_SUCCESS ? driver.finish(context, *stream) : result;
}

template <typename Value>
CUresult fill(Driver& driver, Context& context, CUdeviceptr target, Value value, size_t count, CUstream handle) {
    Stream* const stream = driver.stream(context, handle);
    if (stream == nullptr) {
        return CUDA_ERROR_INVALID_HANDLE;
    }
    if (target % sizeof(Value) != 0) {
        return CUDA_ERROR_INVALID_VALUE;
    }
    if (count == 0) {
        return CUDA_SUCCESS;
    }
    const size_t size = count * sizeof(Value);
    const CUdevice own = context.device;
    const CUresult result = check(driver, own, device(target), size);
    if (result != CUDA_SUCCESS) {
        return result;
    }
    return driver.submit(context, *stream, [&driver, own, target, value, count, size]() -> Outcome {
        if (check(driver, own, device(target), size) != CUDA_SUCCESS) {
            return {CUDA_ERROR_ILLEGAL_ADDRESS, driver.explanation()};
        }
        driver.memory.expose(own);
        auto* const values = reinterpret_cast<Value*>(target);
        for (size_t i = 0; i < count; i++) {
            values[i] = value;
        }
        return {CUDA_SUCCESS, ""};
    });
}

}  // namespace

CUDA_API cuMemcpyHtoD_v2(CUdeviceptr target, const void* source, size_t size) {
    return callInContext(__func__, [&](Driver& driver, Context& context) {
        return copyNow(driver, context, device(target), host(source), size);
    });
}

CUDA_API cuMemcpyDtoH_v2(void* target, CUdeviceptr source, size_t size) {
    return callInContext(__func__, [&](Driver& driver, Context& context) {
        return copyNow(driver, context, host(target), device(source), size);
    });
}

CUDA_API cuMemcpyDtoD_v2(CUdeviceptr target, CUdeviceptr source, size_t size) {
    return callInContext(__func__, [&](Driver& driver, Context& context) {
        return copyNow(driver, context, device(target), device(source), size);
    });
}

CUDA_API cuMemcpyHtoDAsync_v2(CUdeviceptr target, const void* source, size_t size, CUstream stream) {
    return callInContext(__func__, [&](Driver& driver, Context& context) {
        return copyLater(driver, context, device(target), host(source), size, stream);
    });
}

CUDA_API cuMemcpyDtoHAsync_v2(void* target, CUdeviceptr source, size_t size, CUstream stream) {
    return callInContext(__func__, [&](Driver& driver, Context& context) {
        return copyLater(driver, context, host(target), device(source), size, stream);
    });
}

CUDA_API cuMemcpyDtoDAsync_v2(CUdeviceptr target, CUdeviceptr source, size_t size, CUstream stream) {
    return callInContext(__func__, [&](Driver& driver, Context& context) {
        return copyLater(driver, context, device(target), device(source), size, stream);
    });
}

CUDA_API cuMemsetD8_v2(CUdeviceptr target, unsigned char value, size_t count) {
    return callInContext(__func__, [&](Driver& driver, Context& context) {
        return fill(driver, context, target, value, count, nullptr);
    });
}

CUDA_API cuMemsetD32_v2(CUdeviceptr target, unsigned value, size_t count) {
    return callInContext(__func__, [&](Driver& driver, Context& context) {
        return fill(driver, context, target, value, count, nullptr);
    });
}

CUDA_API cuMemsetD8Async(CUdeviceptr target, unsigned char value, size_t count, CUstream stream) {
    return callInContext(__func__, [&](Driver& driver, Context& context) {
        return fill(driver, context, target, value, count, stream);
    });
}

CUDA_API cuMemsetD32Async(CUdeviceptr target, unsigned value, size_t count, CUstream stream) {
    return callInContext(__func__, [&](Driver& driver, Context& context) {
        return fill(driver, context, target, value, count, stream);
    });
}
