// cuInit, the device and its properties, names of errors.
#include <cstdio>
#include <cstring>
#include <set>

#include "driver.h"

using namespace standin;

namespace {

struct AttributeRow {
    int attribute;
    int value;
};

// A small device; its compute capability is a setting. Numbers on the left are those of CU_DEVICE_ATTRIBUTE_*.
constexpr AttributeRow attributes[] = {
    {1, 1024},         // threads of a block
    {2, 1024},         // block x
    {3, 1024},         // block y
    {4, 64},           // block z
    {5, 2147483647},   // grid x
    {6, 65535},        // grid y
    {7, 65535},        // grid z
    {8, 49152},        // shared memory of a block
    {9, 65536},        // constant memory
    {10, 32},          // warp size
    {12, 65536},       // registers of a block
    {13, 1000000},     // clock, kHz
    {16, 2},           // multiprocessors
    {19, 1},           // maps host memory
    {31, 1},           // concurrent kernels
    {36, 1000000},     // memory clock, kHz
    {37, 64},          // memory bus, bits
    {38, 1 << 20},     // L2 cache
    {39, 1024},        // threads of a multiprocessor
    {40, 1},           // copy engines
    {41, 1},           // unified addresses
    {81, 65536},       // shared memory of a multiprocessor
    {97, 65536},       // shared memory of a block, on request
};
constexpr int lastAttribute = 150;
constexpr int capabilityMajor = 75;
constexpr int capabilityMinor = 76;

bool isDevice(const Driver& driver, CUdevice device) { return device >= 0 && device < driver.settings.devices; }

}  // namespace

CUDA_API cuInit(unsigned flags) {
    return call(__func__, [&](Driver& driver) {
        if (flags != 0) {
            return CUDA_ERROR_INVALID_VALUE;
        }
        if (!driver.configured && !readEnvironment(driver)) {
            return CUDA_ERROR_INVALID_VALUE;
        }
        driver.configured = true;
        if (driver.settings.devices == 0) {
            return CUDA_ERROR_NO_DEVICE;
        }
        driver.initialised = true;
        return CUDA_SUCCESS;
    });
}

CUDA_API cuDriverGetVersion(int* version) {
    if (version == nullptr) {
        return CUDA_ERROR_INVALID_VALUE;
    }
    const std::lock_guard<std::mutex> guard(driver().lock);
    *version = driver().settings.version;
    return CUDA_SUCCESS;
}

CUDA_API cuDeviceGetCount(int* count) {
    return call(__func__, [&](Driver& driver) {
        *count = driver.settings.devices;
        return CUDA_SUCCESS;
    });
}

CUDA_API cuDeviceGet(CUdevice* device, int ordinal) {
    return call(__func__, [&](Driver& driver) {
        *device = ordinal;
        return isDevice(driver, ordinal) ? CUDA_SUCCESS : CUDA_ERROR_INVALID_DEVICE;
    });
}

CUDA_API cuDeviceGetName(char* name, int length, CUdevice device) {
    return call(__func__, [&](Driver& driver) {
        if (!isDevice(driver, device)) {
            return CUDA_ERROR_INVALID_DEVICE;
        }
        if (length < 1) {
            return CUDA_ERROR_INVALID_VALUE;
        }
        std::snprintf(name, static_cast<size_t>(length), "CPU stand-in");
        return CUDA_SUCCESS;
    });
}

CUDA_API cuDeviceTotalMem_v2(size_t* bytes, CUdevice device) {
    return call(__func__, [&](Driver& driver) {
        *bytes = driver.settings.memory;
        return isDevice(driver, device) ? CUDA_SUCCESS : CUDA_ERROR_INVALID_DEVICE;
    });
}

CUDA_API cuDeviceComputeCapability(int* major, int* minor, CUdevice device) {
    return call(__func__, [&](Driver& driver) {
        *major = driver.settings.capability / 10;
        *minor = driver.settings.capability % 10;
        return isDevice(driver, device) ? CUDA_SUCCESS : CUDA_ERROR_INVALID_DEVICE;
    });
}

CUDA_API cuDeviceGetAttribute(int* value, int attribute, CUdevice device) {
    return call(__func__, [&](Driver& driver) {
        if (!isDevice(driver, device)) {
            return CUDA_ERROR_INVALID_DEVICE;
        }
        if (attribute < 1 || attribute > lastAttribute) {
            return CUDA_ERROR_INVALID_VALUE;
        }
        *value = 0;   // what is not listed, the device does not have
        for (const AttributeRow& row : attributes) {
            if (row.attribute == attribute) {
                *value = row.value;
            }
        }
        if (attribute == capabilityMajor || attribute == capabilityMinor) {
            const int both = driver.settings.capability;
            *value = attribute == capabilityMajor ? both / 10 : both % 10;
        }
        return CUDA_SUCCESS;
    });
}

CUDA_API cuGetErrorName(CUresult error, const char** name) {
    *name = resultName(error);
    return *name == nullptr ? CUDA_ERROR_INVALID_VALUE : CUDA_SUCCESS;
}

// The text of the last failure of this kind is added, since it says where it happened.
CUDA_API cuGetErrorString(CUresult error, const char** text) {
    *text = resultText(error);
    if (*text == nullptr) {
        return CUDA_ERROR_INVALID_VALUE;
    }
    const std::lock_guard<std::mutex> guard(driver().lock);
    if (error != CUDA_SUCCESS && driver().explained() == error) {
        static std::set<std::string>* const texts = new std::set<std::string>;   // callers keep the pointer
        *text = texts->insert(*text + (": " + driver().explanation())).first->c_str();
    }
    return CUDA_SUCCESS;
}
