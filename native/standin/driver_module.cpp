// Modules and the functions in them.
#include <cstdio>
#include <cstring>

#include "control.h"
#include "driver.h"

using namespace standin;

namespace {

constexpr int jitErrorLog = 5;
constexpr int jitErrorLogSize = 6;
constexpr size_t ordinaryShared = 48 * 1024;

CUresult load(Driver& driver, Context& context, CUmodule* module, const void* image) {
    constexpr const char* machineCode[] = {"\x7f" "ELF", "\x50\xed\x55\xba"};   // an object file, a fat binary
    if (module == nullptr || image == nullptr) {
        return CUDA_ERROR_INVALID_VALUE;
    }
    for (const char* magic : machineCode) {
        if (strncmp(static_cast<const char*>(image), magic, strlen(magic)) == 0) {
            return driver.fail(CUDA_ERROR_NO_BINARY_FOR_GPU, "the stand-in takes PTX text, not machine code");
        }
    }
    Module loaded = {context.handle, {}, {}};
    std::string message;
    const CUresult result = readPtx(static_cast<const char*>(image), loaded.ptx, message);
    if (result != CUDA_SUCCESS) {
        return driver.fail(result, message);
    }
    *module = driver.modules.add(std::move(loaded));
    return CUDA_SUCCESS;
}

// "4, 8, 8": what a message says about arguments.
std::string sizes(const std::vector<size_t>& values) {
    std::string text;
    for (const size_t value : values) {
        text += (text.empty() ? "" : ", ") + std::to_string(value);
    }
    return text;
}

CUresult findFunction(Driver& driver, Module& module, CUmodule handle, const std::string& name, CUfunction* function) {
    const PtxEntry* entry = nullptr;
    for (const PtxEntry& candidate : module.ptx.entries) {
        entry = candidate.name == name ? &candidate : entry;
    }
    if (entry == nullptr) {
        return driver.fail(CUDA_ERROR_NOT_FOUND, "the module has no .entry " + name);
    }
    const Kernel* const kernel = findKernel(name);
    if (kernel == nullptr) {
        return driver.fail(CUDA_ERROR_NOT_FOUND,
                           "the module has kernel " + name + ", the stand-in was built without it");
    }
    std::vector<size_t> compiled;
    for (const Parameter& parameter : kernel->parameters) {
        compiled.push_back(parameter.size);
    }
    if (compiled != entry->parameterSizes) {
        return driver.fail(CUDA_ERROR_INVALID_IMAGE, "kernel " + name + " has arguments of " + sizes(compiled)
                               + " bytes in its source, of " + sizes(entry->parameterSizes)
                               + " bytes in the module: one of them is old");
    }
    CUfunction& known = module.functions[name];
    if (known == nullptr) {
        known = driver.functions.add({handle, kernel, entry->maximumThreads, ordinaryShared});
    }
    *function = known;
    return CUDA_SUCCESS;
}

}  // namespace

CUDA_API cuModuleLoadData(CUmodule* module, const void* image) {
    return callInContext(
        __func__, [&](Driver& driver, Context& context) { return load(driver, context, module, image); });
}

CUDA_API cuModuleLoadDataEx(
    CUmodule* module, const void* image, unsigned optionCount, const int* options, void** values) {
    return callInContext(__func__, [&](Driver& driver, Context& context) {
        const CUresult result = load(driver, context, module, image);
        char* log = nullptr;
        size_t logSize = 0;
        for (unsigned i = 0; i < optionCount; i++) {
            if (options[i] == jitErrorLog) {
                log = static_cast<char*>(values[i]);
            } else if (options[i] == jitErrorLogSize) {
                logSize = reinterpret_cast<uintptr_t>(values[i]) & 0xffffffffu;
            }
        }
        if (log != nullptr && logSize > 0) {
            std::snprintf(log, logSize, "%s", result == CUDA_SUCCESS ? "" : driver.explanation().c_str());
        }
        return result;
    });
}

CUDA_API cuModuleUnload(CUmodule module) {
    return callInContext(__func__, [&](Driver& driver, Context& context) {
        const Module* const found = driver.modules.find(module);
        if (found == nullptr || found->context != context.handle) {
            return CUDA_ERROR_INVALID_HANDLE;
        }
        driver.functions.removeIf([&](const Function& function) { return function.module == module; });
        driver.modules.remove(module);
        return CUDA_SUCCESS;
    });
}

CUDA_API cuModuleGetFunction(CUfunction* function, CUmodule module, const char* name) {
    return callInContext(__func__, [&](Driver& driver, Context& context) {
        Module* const found = driver.modules.find(module);
        if (found == nullptr || found->context != context.handle) {
            return CUDA_ERROR_INVALID_HANDLE;
        }
        if (function == nullptr || name == nullptr) {
            return CUDA_ERROR_INVALID_VALUE;
        }
        return findFunction(driver, *found, module, name, function);
    });
}

// The kernels have no global variables. The function is the way in for tests that cannot call control.h, such as Java.
CUDA_API cuModuleGetGlobal_v2(CUdeviceptr* address, size_t* bytes, CUmodule, const char* name) {
    const std::string prefix = "memn2n_standin ";
    if (name == nullptr || strncmp(name, prefix.c_str(), prefix.size()) != 0) {
        return CUDA_ERROR_NOT_FOUND;
    }
    long long answer = 0;
    const int result = memn2n_standin_control(name + prefix.size(), &answer);
    if (address != nullptr) {
        *address = 0;
    }
    if (bytes != nullptr) {
        *bytes = static_cast<size_t>(answer);
    }
    return static_cast<CUresult>(result);
}
