// Two devices: each has its own context, memory and counters, and cannot reach what is the other's.
#include "fixture.h"

namespace {

// A fixture on device 0, and a context with the tests' kernels on device 1.
struct TwoDevices : Fixture {
    TwoDevices() : Fixture({"set devices 2", "set memory 1000"}) {
        CHECK_EQUAL(cuDevicePrimaryCtxRetain(&second, 1), CUDA_SUCCESS);
        CHECK_EQUAL(cuCtxSetCurrent(second), CUDA_SUCCESS);
        CHECK_EQUAL(cuModuleLoadData(&secondModule, testPtx().c_str()), CUDA_SUCCESS);
    }

    void use(CUcontext context) {
        CHECK_EQUAL(cuCtxSetCurrent(context), CUDA_SUCCESS);
        module = context == second ? secondModule : firstModule;
    }

    CUcontext second = nullptr;
    CUmodule secondModule = nullptr;
    CUmodule firstModule = module;
};

}  // namespace

TEST(devicesAreNumbered) {
    TwoDevices devices;
    int count = 0;
    CUdevice device = -1;
    CHECK_EQUAL(cuDeviceGetCount(&count), CUDA_SUCCESS);
    CHECK_EQUAL(count, 2);
    CHECK_EQUAL(cuDeviceGet(&device, 1), CUDA_SUCCESS);
    CHECK_EQUAL(cuDeviceGet(&device, 2), CUDA_ERROR_INVALID_DEVICE);
    CHECK(devices.context != devices.second);
    for (const int expected : {1, 0}) {
        devices.use(expected == 1 ? devices.second : devices.context);
        CHECK_EQUAL(cuCtxGetDevice(&device), CUDA_SUCCESS);
        CHECK_EQUAL(device, expected);
    }
    CHECK_EQUAL(memn2n_standin_control("set devices 9", nullptr), 1);
}

TEST(devicesHaveMemoryAndCountersOfTheirOwn) {
    TwoDevices devices;
    devices.use(devices.context);
    const CUdeviceptr first = devices.allocate(900);
    devices.use(devices.second);
    const CUdeviceptr second = devices.allocate(800);
    CUdeviceptr more = 0;
    CHECK_EQUAL(cuMemAlloc_v2(&more, 300), CUDA_ERROR_OUT_OF_MEMORY);
    CHECK_CONTAINS(explanation(), "800 of 1000 in use");
    CHECK_EQUAL(control("get bytes"), 1700);
    CHECK_EQUAL(control("get bytes 0"), 900);
    CHECK_EQUAL(control("get allocations 1"), 1);
    CHECK_EQUAL(devices.launch("write_at", 1, 32, 0LL, second), CUDA_SUCCESS);
    CHECK_EQUAL(control("get launches 1"), 1);
    CHECK_EQUAL(control("get launches 0"), 0);
    CHECK_EQUAL(cuMemFree_v2(first), CUDA_ERROR_INVALID_VALUE);
    CHECK_EQUAL(cuDevicePrimaryCtxRelease_v2(1), CUDA_SUCCESS);
    CHECK_EQUAL(control("get bytes"), 900);
    CHECK_EQUAL(control("get leaked"), 1);
    devices.use(devices.context);
    CHECK_EQUAL(devices.launch("write_at", 1, 32, 0LL, first), CUDA_SUCCESS);
}

TEST(memoryOfTheOtherDeviceCannotBeUsed) {
    {
        TwoDevices devices;
        devices.use(devices.context);
        const CUdeviceptr first = devices.allocate(4);
        devices.use(devices.second);
        float host = 0.0f;
        CHECK_EQUAL(cuMemcpyDtoH_v2(&host, first, 4), CUDA_ERROR_INVALID_VALUE);
        CHECK_CONTAINS(explanation(), "not inside one live allocation of device 1");
        CHECK_EQUAL(devices.launch("write_at", 1, 32, 0LL, first), CUDA_ERROR_ILLEGAL_ADDRESS);
        CHECK_CONTAINS(explanation(), "argument 1 points to memory of device 0, the kernel runs on device 1");
    }
    {
        // Not as an argument, but computed in the kernel.
        TwoDevices devices;
        const CUdeviceptr second = devices.upload({1.0f});
        devices.use(devices.context);
        const CUdeviceptr first = devices.upload({2.0f});
        const long long distance = (static_cast<long long>(second) - static_cast<long long>(first)) / 4;
        CHECK_EQUAL(devices.launch("read_at", 1, 32, 0LL, first, first), CUDA_SUCCESS);
        CHECK_EQUAL(devices.launch("read_at", 1, 32, distance, first, first), CUDA_ERROR_ILLEGAL_ADDRESS);
        CHECK_CONTAINS(explanation(), "read inside device 1 allocation");
        CHECK_CONTAINS(explanation(), "memory of device 1 used by a kernel on device 0");
        devices.use(devices.second);
        CHECK_EQUAL(devices.download(second, 1)[0], 1.0f);   // the other device goes on
    }
}
