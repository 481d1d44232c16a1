// The driver functions behave as those of a real driver, errors included.
#include <cstdlib>
#include <cstring>
#include <thread>

#include "fixture.h"

TEST(nothingWorksBeforeInit) {
    control("reset");
    int count = 0;
    CUdeviceptr address = 0;
    CHECK_EQUAL(cuDeviceGetCount(&count), CUDA_ERROR_NOT_INITIALIZED);
    CHECK_EQUAL(cuMemAlloc_v2(&address, 4), CUDA_ERROR_NOT_INITIALIZED);
    CHECK_EQUAL(cuInit(1), CUDA_ERROR_INVALID_VALUE);
}

TEST(noDeviceWhenAskedSo) {
    control("reset");
    control("set devices 0");
    CHECK_EQUAL(cuInit(0), CUDA_ERROR_NO_DEVICE);
}

TEST(environmentIsReadAtInit) {
    setenv("MEMN2N_STANDIN_DEVICES", "0", 1);
    control("reset");
    CHECK_EQUAL(cuInit(0), CUDA_ERROR_NO_DEVICE);
    setenv("MEMN2N_STANDIN_DEVICES", "many", 1);
    CHECK_EQUAL(memn2n_standin_control("reset", nullptr), 0);
    CHECK_EQUAL(cuInit(0), CUDA_ERROR_INVALID_VALUE);
    CHECK_CONTAINS(explanation(), "MEMN2N_STANDIN_DEVICES cannot be 'many'");
    unsetenv("MEMN2N_STANDIN_DEVICES");
    setenv("MEMN2N_STANDIN_FAIL", "cuDeviceGet 2 999,cuCtxSynchronize 1 CUDA_ERROR_UNKNOWN onwards", 1);
    int device = 0;
    {
        const Fixture fixture;
        CHECK_EQUAL(cuDeviceGet(&device, 0), CUDA_SUCCESS);
        CHECK_EQUAL(cuDeviceGet(&device, 0), CUDA_ERROR_UNKNOWN);
        CHECK_EQUAL(cuCtxSynchronize(), CUDA_ERROR_UNKNOWN);
    }
    unsetenv("MEMN2N_STANDIN_FAIL");
    control("reset");
}

TEST(device) {
    const Fixture fixture;
    int value = 0;
    int minor = 0;
    size_t memory = 0;
    char name[8];
    CHECK_EQUAL(cuDeviceGet(&value, 1), CUDA_ERROR_INVALID_DEVICE);
    CHECK_EQUAL(cuDeviceGet(&value, 0), CUDA_SUCCESS);
    CHECK_EQUAL(cuDeviceGetName(name, sizeof(name), 0), CUDA_SUCCESS);
    CHECK_EQUAL(strlen(name), 7);
    CHECK_EQUAL(cuDeviceComputeCapability(&value, &minor, 0), CUDA_SUCCESS);
    CHECK_EQUAL(value * 10 + minor, 75);
    CHECK_EQUAL(cuDeviceGetAttribute(&value, 10, 0), CUDA_SUCCESS);
    CHECK_EQUAL(value, 32);
    CHECK_EQUAL(cuDeviceGetAttribute(&value, 0, 0), CUDA_ERROR_INVALID_VALUE);
    CHECK_EQUAL(cuDeviceTotalMem_v2(&memory, 0), CUDA_SUCCESS);
    CHECK_EQUAL(memory, size_t{1} << 30);
}

TEST(contextsBelongToThreads) {
    const Fixture fixture;
    CUdeviceptr address = 0;
    CUresult other = CUDA_SUCCESS;
    std::thread([&] { other = cuMemAlloc_v2(&address, 4); }).join();
    CHECK_EQUAL(other, CUDA_ERROR_INVALID_CONTEXT);
    std::thread([&] {
        cuCtxSetCurrent(fixture.context);
        other = cuMemAlloc_v2(&address, 4);
    }).join();
    CHECK_EQUAL(other, CUDA_SUCCESS);
    CHECK_EQUAL(cuMemFree_v2(address), CUDA_SUCCESS);
}

TEST(contextStack) {
    const Fixture fixture;
    CUcontext own = nullptr;
    CUcontext found = nullptr;
    CHECK_EQUAL(cuCtxCreate_v2(&own, 0, 0), CUDA_SUCCESS);
    CHECK_EQUAL(cuCtxGetCurrent(&found), CUDA_SUCCESS);
    CHECK(found == own);
    CUmodule module = fixture.module;
    CHECK_EQUAL(cuModuleUnload(module), CUDA_ERROR_INVALID_HANDLE);   // of another context
    CHECK_EQUAL(cuCtxPopCurrent_v2(&found), CUDA_SUCCESS);
    CHECK(found == own);
    CHECK_EQUAL(cuCtxGetCurrent(&found), CUDA_SUCCESS);
    CHECK(found == fixture.context);
    CHECK_EQUAL(cuCtxPushCurrent_v2(own), CUDA_SUCCESS);
    CHECK_EQUAL(cuCtxDestroy_v2(own), CUDA_SUCCESS);
    CHECK_EQUAL(cuCtxDestroy_v2(own), CUDA_ERROR_INVALID_CONTEXT);
    CHECK_EQUAL(cuDevicePrimaryCtxRelease_v2(0), CUDA_SUCCESS);
    CHECK_EQUAL(cuCtxSynchronize(), CUDA_ERROR_CONTEXT_IS_DESTROYED);
    CHECK_EQUAL(cuDevicePrimaryCtxRelease_v2(0), CUDA_ERROR_INVALID_CONTEXT);
}

TEST(modulesAreChecked) {
    const Fixture fixture;
    CUmodule module = nullptr;
    CUfunction function = nullptr;
    const std::string text = testPtx();
    const auto loaded = [&](std::string changed) { return cuModuleLoadData(&module, changed.c_str()); };
    const auto replaced = [&](const std::string& from, const std::string& to) {
        std::string changed = text;
        changed.replace(changed.find(from), from.size(), to);
        return changed;
    };
    CHECK_EQUAL(loaded("hello"), CUDA_ERROR_INVALID_PTX);
    CHECK_EQUAL(loaded(""), CUDA_ERROR_INVALID_PTX);
    CHECK_EQUAL(loaded(replaced(".version 6.3", ".version 9.0")), CUDA_ERROR_UNSUPPORTED_PTX_VERSION);
    CHECK_EQUAL(loaded(replaced("sm_75", "sm_90a")), CUDA_ERROR_NO_BINARY_FOR_GPU);
    CHECK_EQUAL(loaded("\x7f" "ELF"), CUDA_ERROR_NO_BINARY_FOR_GPU);
    CHECK_EQUAL(loaded(text.substr(0, text.rfind('{'))), CUDA_ERROR_INVALID_PTX);
    CHECK_EQUAL(cuModuleGetFunction(&function, fixture.module, "nowhere"), CUDA_ERROR_NOT_FOUND);
    CHECK_CONTAINS(explanation(), "the module has no .entry nowhere");
    CHECK_EQUAL(cuModuleGetFunction(&function, fixture.module, "only_in_module"), CUDA_ERROR_NOT_FOUND);
    CHECK_EQUAL(loaded(replaced("add(\n\t.param .u32 i,", "add(\n\t")), CUDA_SUCCESS);
    CHECK_EQUAL(cuModuleGetFunction(&function, module, "add"), CUDA_ERROR_INVALID_IMAGE);
    CHECK_CONTAINS(explanation(), "4, 8, 8, 8 bytes in its source, of 8, 8, 8 bytes in the module");
    CHECK_EQUAL(cuModuleUnload(module), CUDA_SUCCESS);
    CHECK_EQUAL(cuModuleGetFunction(&function, module, "add"), CUDA_ERROR_INVALID_HANDLE);
    char log[100] = "";
    const int options[] = {5, 6};
    void* values[] = {log, reinterpret_cast<void*>(sizeof(log))};
    CHECK_EQUAL(cuModuleLoadDataEx(&module, "hello", 2, options, values), CUDA_ERROR_INVALID_PTX);
    CHECK_CONTAINS(log, "no .version line");
}

TEST(launchLimits) {
    Fixture fixture;
    const CUdeviceptr address = fixture.allocate(4);
    CHECK_EQUAL(fixture.launch("race", 0, 32, address), CUDA_ERROR_INVALID_VALUE);
    CHECK_EQUAL(fixture.launch("race", 1, 1025, address), CUDA_ERROR_INVALID_VALUE);
    CHECK_CONTAINS(explanation(), "kernel race, grid (1, 1, 1), block (1025, 1, 1)");
    CHECK_EQUAL(fixture.launch("copy4", 1, 64, 0, address, address), CUDA_SUCCESS);
    CHECK_EQUAL(fixture.launch("copy4", 1, 65, 0, address, address), CUDA_ERROR_INVALID_VALUE);
    CHECK_CONTAINS(explanation(), "the kernel allows 64 threads a block");
    fixture.sharedBytes = 48 * 1024 + 1;
    CHECK_EQUAL(fixture.launch("barriers", 1, 32, 1), CUDA_ERROR_INVALID_VALUE);
    CHECK_EQUAL(cuFuncSetAttribute(fixture.function("barriers"), 8, 64 * 1024 + 1), CUDA_ERROR_INVALID_VALUE);
    CHECK_EQUAL(cuFuncSetAttribute(fixture.function("barriers"), 8, 64 * 1024), CUDA_SUCCESS);
    CHECK_EQUAL(fixture.launch("barriers", 1, 32, 1), CUDA_SUCCESS);
    int value = 0;
    CHECK_EQUAL(cuFuncGetAttribute(&value, 8, fixture.function("barriers")), CUDA_SUCCESS);
    CHECK_EQUAL(value, 64 * 1024);
}

TEST(memoryIsCountedAndChecked) {
    const Fixture fixture({"set memory 1000"});
    CUdeviceptr address = 0;
    CUdeviceptr more = 0;
    char bytes[100] = {};
    CHECK_EQUAL(cuMemAlloc_v2(&address, 0), CUDA_ERROR_INVALID_VALUE);
    CHECK_EQUAL(cuMemAlloc_v2(&address, 900), CUDA_SUCCESS);
    CHECK_EQUAL(cuMemAlloc_v2(&more, 101), CUDA_ERROR_OUT_OF_MEMORY);
    CHECK_EQUAL(control("get allocations"), 1);
    CHECK_EQUAL(control("get bytes"), 900);
    size_t free = 0;
    size_t total = 0;
    CHECK_EQUAL(cuMemGetInfo_v2(&free, &total), CUDA_SUCCESS);
    CHECK_EQUAL(free, 100);
    CHECK_EQUAL(cuMemcpyHtoD_v2(address + 801, bytes, 100), CUDA_ERROR_INVALID_VALUE);
    CHECK_EQUAL(cuMemcpyHtoD_v2(address + 800, bytes, 100), CUDA_SUCCESS);
    CHECK_EQUAL(cuMemFree_v2(address + 4), CUDA_ERROR_INVALID_VALUE);
    CHECK_EQUAL(cuMemFree_v2(0), CUDA_SUCCESS);
    CHECK_EQUAL(cuMemFree_v2(address), CUDA_SUCCESS);
    CHECK_EQUAL(cuMemFree_v2(address), CUDA_ERROR_INVALID_VALUE);
    CHECK_EQUAL(cuMemcpyHtoD_v2(address, bytes, 1), CUDA_ERROR_INVALID_VALUE);
    CHECK_EQUAL(control("get allocations"), 0);
}

TEST(leaksShowWhenTheContextEnds) {
    const Fixture fixture;
    fixture.allocate(4);
    void* pinned = nullptr;
    CHECK_EQUAL(cuMemAllocHost_v2(&pinned, 4), CUDA_SUCCESS);
    CHECK_EQUAL(control("get host_allocations"), 1);
    CHECK_EQUAL(cuDevicePrimaryCtxRelease_v2(0), CUDA_SUCCESS);
    CHECK_EQUAL(control("get leaked"), 2);
    CHECK_EQUAL(control("get allocations"), 0);
    CHECK_EQUAL(control("get objects"), 0);
}

TEST(chosenCallsFail) {
    const Fixture fixture({"fail cuMemAlloc_v2 2 CUDA_ERROR_OUT_OF_MEMORY", "fail cuLaunchKernel 1 719"});
    CUdeviceptr address = 0;
    CHECK_EQUAL(cuMemAlloc_v2(&address, 4), CUDA_SUCCESS);
    CHECK_EQUAL(cuMemAlloc_v2(&address, 4), CUDA_ERROR_OUT_OF_MEMORY);
    CHECK_EQUAL(cuMemAlloc_v2(&address, 4), CUDA_SUCCESS);
    control("fail cuMemAlloc_v2 2 2 onwards");
    CHECK_EQUAL(cuMemAlloc_v2(&address, 4), CUDA_SUCCESS);
    CHECK_EQUAL(cuMemAlloc_v2(&address, 4), CUDA_ERROR_OUT_OF_MEMORY);
    CHECK_EQUAL(cuMemAlloc_v2(&address, 4), CUDA_ERROR_OUT_OF_MEMORY);
    control("forget");
    CHECK_EQUAL(cuMemAlloc_v2(&address, 4), CUDA_SUCCESS);
    CHECK_EQUAL(control("get calls cuMemAlloc_v2"), 7);
    control("fail cuLaunchKernel 1 CUDA_ERROR_LAUNCH_FAILED");
    CHECK_EQUAL(fixture.launch("barriers", 1, 32, 1), CUDA_ERROR_LAUNCH_FAILED);
    CHECK_EQUAL(cuMemAlloc_v2(&address, 4), CUDA_ERROR_LAUNCH_FAILED);   // the context is lost
    for (const char* wrong : {"fail cuMemAlloc_v2 0 2", "fail cuMemAlloc_v2 1 12345", "fail cuMemAlloc_v2", "set x y",
                              "set alignment 3", "set thread_order random:", "get x", "hello", ""}) {
        CHECK_EQUAL(memn2n_standin_control(wrong, nullptr), 1);
    }
}

TEST(commandsThroughTheDriver) {
    const Fixture fixture;
    size_t answer = 0;
    CHECK_EQUAL(cuModuleGetGlobal_v2(nullptr, nullptr, nullptr, "memn2n_standin set memory 5000"), CUDA_SUCCESS);
    fixture.allocate(4097);
    CHECK_EQUAL(cuModuleGetGlobal_v2(nullptr, &answer, nullptr, "memn2n_standin get bytes"), CUDA_SUCCESS);
    CHECK_EQUAL(answer, 4097);
    CHECK_EQUAL(cuModuleGetGlobal_v2(nullptr, &answer, nullptr, "memn2n_standin nonsense"), CUDA_ERROR_INVALID_VALUE);
    CHECK_EQUAL(cuModuleGetGlobal_v2(nullptr, &answer, nullptr, "variable"), CUDA_ERROR_NOT_FOUND);
}

TEST(failedLaunchLosesTheContext) {
    Fixture fixture({"set report late"});
    fixture.wait = false;
    CUdeviceptr address = fixture.allocate(4);
    const CUfunction barriers = fixture.function("barriers");
    int count = 1;
    void* arguments[] = {&count};
    CHECK_EQUAL(fixture.launch("missed_barrier", 1, 64, 40), CUDA_SUCCESS);
    CHECK_EQUAL(cuStreamSynchronize(nullptr), CUDA_ERROR_LAUNCH_FAILED);
    CHECK_EQUAL(cuMemFree_v2(address), CUDA_ERROR_LAUNCH_FAILED);
    CHECK_EQUAL(
        cuLaunchKernel(barriers, 1, 1, 1, 32, 1, 1, 0, nullptr, arguments, nullptr), CUDA_ERROR_LAUNCH_FAILED);
    const char* text = nullptr;
    CHECK_EQUAL(cuGetErrorString(CUDA_ERROR_LAUNCH_FAILED, &text), CUDA_SUCCESS);
    CHECK_CONTAINS(text, "kernel missed_barrier, block (0, 0, 0)");
    CHECK_EQUAL(cuDevicePrimaryCtxRelease_v2(0), CUDA_SUCCESS);
    CUcontext fresh = nullptr;
    CHECK_EQUAL(cuDevicePrimaryCtxRetain(&fresh, 0), CUDA_SUCCESS);
    CHECK_EQUAL(cuCtxSetCurrent(fresh), CUDA_SUCCESS);
    CHECK_EQUAL(cuMemAlloc_v2(&address, 4), CUDA_SUCCESS);
}

TEST(errorNames) {
    const char* name = nullptr;
    CHECK_EQUAL(cuGetErrorName(CUDA_ERROR_OUT_OF_MEMORY, &name), CUDA_SUCCESS);
    CHECK_CONTAINS(name, "CUDA_ERROR_OUT_OF_MEMORY");
    CHECK_EQUAL(cuGetErrorName(static_cast<CUresult>(12345), &name), CUDA_ERROR_INVALID_VALUE);
}
