// Contexts, and which one is current in a thread.
#include "driver.h"

using namespace standin;

namespace {

bool isDevice(const Driver& driver, CUdevice device) { return device >= 0 && device < driver.settings.devices; }

CUresult releasePrimary(Driver& driver, CUdevice device, bool all) {
    if (!isDevice(driver, device)) {
        return CUDA_ERROR_INVALID_DEVICE;
    }
    Primary& primary = driver.primaries[device];
    if (primary.count == 0) {
        return all ? CUDA_SUCCESS : CUDA_ERROR_INVALID_CONTEXT;
    }
    primary.count = all ? 0 : primary.count - 1;
    if (primary.count == 0) {
        driver.destroyContext(primary.context);
        primary.context = nullptr;
    }
    return CUDA_SUCCESS;
}

}  // namespace

CUDA_API cuDevicePrimaryCtxRetain(CUcontext* context, CUdevice device) {
    return call(__func__, [&](Driver& driver) {
        if (!isDevice(driver, device)) {
            return CUDA_ERROR_INVALID_DEVICE;
        }
        Primary& primary = driver.primaries[device];
        if (primary.count++ == 0) {
            primary.context = driver.createContext(device, true);
        }
        *context = primary.context;
        return CUDA_SUCCESS;
    });
}

CUDA_API cuDevicePrimaryCtxRelease_v2(CUdevice device) {
    return call(__func__, [&](Driver& driver) { return releasePrimary(driver, device, false); });
}

CUDA_API cuDevicePrimaryCtxReset_v2(CUdevice device) {
    return call(__func__, [&](Driver& driver) { return releasePrimary(driver, device, true); });
}

CUDA_API cuCtxCreate_v2(CUcontext* context, unsigned, CUdevice device) {
    return call(__func__, [&](Driver& driver) {
        if (!isDevice(driver, device)) {
            return CUDA_ERROR_INVALID_DEVICE;
        }
        *context = driver.createContext(device, false);
        currentContexts().push_back(*context);
        return CUDA_SUCCESS;
    });
}

CUDA_API cuCtxDestroy_v2(CUcontext context) {
    return call(__func__, [&](Driver& driver) {
        const Context* const found = driver.contexts.find(context);
        if (found == nullptr || found->primary) {
            return CUDA_ERROR_INVALID_CONTEXT;
        }
        driver.destroyContext(context);
        if (!currentContexts().empty() && currentContexts().back() == context) {
            currentContexts().pop_back();
        }
        return CUDA_SUCCESS;
    });
}

CUDA_API cuCtxSetCurrent(CUcontext context) {
    return call(__func__, [&](Driver& driver) {
        if (context != nullptr && driver.contexts.find(context) == nullptr) {
            return CUDA_ERROR_INVALID_CONTEXT;
        }
        if (!currentContexts().empty()) {
            currentContexts().pop_back();
        }
        if (context != nullptr) {
            currentContexts().push_back(context);
        }
        return CUDA_SUCCESS;
    });
}

CUDA_API cuCtxGetCurrent(CUcontext* context) {
    return call(__func__, [&](Driver&) {
        *context = currentContexts().empty() ? nullptr : currentContexts().back();
        return CUDA_SUCCESS;
    });
}

CUDA_API cuCtxPushCurrent_v2(CUcontext context) {
    return call(__func__, [&](Driver& driver) {
        if (driver.contexts.find(context) == nullptr) {
            return CUDA_ERROR_INVALID_CONTEXT;
        }
        currentContexts().push_back(context);
        return CUDA_SUCCESS;
    });
}

CUDA_API cuCtxPopCurrent_v2(CUcontext* context) {
    return call(__func__, [&](Driver&) {
        if (currentContexts().empty()) {
            return CUDA_ERROR_INVALID_CONTEXT;
        }
        if (context != nullptr) {
            *context = currentContexts().back();
        }
        currentContexts().pop_back();
        return CUDA_SUCCESS;
    });
}

CUDA_API cuCtxGetDevice(CUdevice* device) {
    return callInContext(__func__, [&](Driver&, Context& context) {
        *device = context.device;
        return CUDA_SUCCESS;
    });
}

CUDA_API cuCtxSynchronize() {
    return callInContext(__func__, [&](Driver& driver, Context& context) {
        const CUresult refusal = driver.refuseWait(context);
        return refusal == CUDA_SUCCESS ? driver.finish(context) : refusal;
    });
}
