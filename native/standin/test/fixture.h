// A fresh stand-in with a context and the module of test/kernels.cu, and the driver functions that tests call.
#pragma once

#include <initializer_list>
#include <string>
#include <vector>

#include "../api.h"
#include "../control.h"
#include "check.h"

CUDA_API cuInit(unsigned);
CUDA_API cuDriverGetVersion(int*);
CUDA_API cuDeviceGetCount(int*);
CUDA_API cuDeviceGet(CUdevice*, int);
CUDA_API cuDeviceGetName(char*, int, CUdevice);
CUDA_API cuDeviceGetAttribute(int*, int, CUdevice);
CUDA_API cuDeviceTotalMem_v2(size_t*, CUdevice);
CUDA_API cuDeviceComputeCapability(int*, int*, CUdevice);
CUDA_API cuGetErrorName(CUresult, const char**);
CUDA_API cuGetErrorString(CUresult, const char**);
CUDA_API cuDevicePrimaryCtxRetain(CUcontext*, CUdevice);
CUDA_API cuDevicePrimaryCtxRelease_v2(CUdevice);
CUDA_API cuCtxCreate_v2(CUcontext*, unsigned, CUdevice);
CUDA_API cuCtxDestroy_v2(CUcontext);
CUDA_API cuCtxSetCurrent(CUcontext);
CUDA_API cuCtxGetCurrent(CUcontext*);
CUDA_API cuCtxPushCurrent_v2(CUcontext);
CUDA_API cuCtxPopCurrent_v2(CUcontext*);
CUDA_API cuCtxGetDevice(CUdevice*);
CUDA_API cuCtxSynchronize();
CUDA_API cuModuleLoadData(CUmodule*, const void*);
CUDA_API cuModuleLoadDataEx(CUmodule*, const void*, unsigned, const int*, void**);
CUDA_API cuModuleUnload(CUmodule);
CUDA_API cuModuleGetFunction(CUfunction*, CUmodule, const char*);
CUDA_API cuModuleGetGlobal_v2(CUdeviceptr*, size_t*, CUmodule, const char*);
CUDA_API cuFuncGetAttribute(int*, int, CUfunction);
CUDA_API cuFuncSetAttribute(CUfunction, int, int);
CUDA_API cuLaunchKernel(
    CUfunction, unsigned, unsigned, unsigned, unsigned, unsigned, unsigned, unsigned, CUstream, void**, void**);
CUDA_API cuMemGetInfo_v2(size_t*, size_t*);
CUDA_API cuMemAlloc_v2(CUdeviceptr*, size_t);
CUDA_API cuMemFree_v2(CUdeviceptr);
CUDA_API cuMemAllocHost_v2(void**, size_t);
CUDA_API cuMemFreeHost(void*);
CUDA_API cuMemcpyHtoD_v2(CUdeviceptr, const void*, size_t);
CUDA_API cuMemcpyDtoH_v2(void*, CUdeviceptr, size_t);
CUDA_API cuMemcpyDtoD_v2(CUdeviceptr, CUdeviceptr, size_t);
CUDA_API cuMemcpyHtoDAsync_v2(CUdeviceptr, const void*, size_t, CUstream);
CUDA_API cuMemcpyDtoHAsync_v2(void*, CUdeviceptr, size_t, CUstream);
CUDA_API cuMemsetD8_v2(CUdeviceptr, unsigned char, size_t);
CUDA_API cuMemsetD32Async(CUdeviceptr, unsigned, size_t, CUstream);
CUDA_API cuStreamCreate(CUstream*, unsigned);
CUDA_API cuStreamDestroy_v2(CUstream);
CUDA_API cuStreamSynchronize(CUstream);
CUDA_API cuStreamQuery(CUstream);
CUDA_API cuStreamWaitEvent(CUstream, CUevent, unsigned);
CUDA_API cuEventCreate(CUevent*, unsigned);
CUDA_API cuEventDestroy_v2(CUevent);
CUDA_API cuEventRecord(CUevent, CUstream);
CUDA_API cuEventQuery(CUevent);
CUDA_API cuEventSynchronize(CUevent);
CUDA_API cuEventElapsedTime(float*, CUevent, CUevent);
CUDA_API cuStreamBeginCapture_v2(CUstream, int);
CUDA_API cuStreamEndCapture(CUstream, CUgraph*);
CUDA_API cuGraphInstantiateWithFlags(CUgraphExec*, CUgraph, unsigned long long);
CUDA_API cuGraphCreate(CUgraph*, unsigned);
CUDA_API cuGraphAddKernelNode_v2(CUgraphNode*, CUgraph, const CUgraphNode*, size_t, const KernelNodeParameters*);
CUDA_API cuGraphAddChildGraphNode(CUgraphNode*, CUgraph, const CUgraphNode*, size_t, CUgraph);
CUDA_API cuGraphExecKernelNodeSetParams_v2(CUgraphExec, CUgraphNode, const KernelNodeParameters*);
CUDA_API cuGraphLaunch(CUgraphExec, CUstream);
CUDA_API cuGraphExecDestroy(CUgraphExec);
CUDA_API cuGraphDestroy(CUgraph);

class Fixture {
public:
    // Resets the stand-in, applies settings such as "set thread_order reverse", makes a context and loads the module.
    explicit Fixture(std::initializer_list<const char*> commands = {});

    CUfunction function(const char* name) const;
    CUdeviceptr allocate(size_t bytes) const;
    CUdeviceptr upload(const std::vector<float>& values) const;
    std::vector<float> download(CUdeviceptr address, size_t count) const;

    // Launches on a stream and waits for the end; the error of whichever call failed first.
    template <typename... Arguments>
    CUresult launch(const char* name, unsigned grid, unsigned block, Arguments... arguments) const {
        void* values[] = {&arguments..., nullptr};
        return launch(name, grid, block, values);
    }
    CUresult launch(const char* name, unsigned grid, unsigned block, void** values) const;

    CUcontext context = nullptr;
    CUmodule module = nullptr;
    unsigned sharedBytes = 0;
    CUstream stream = nullptr;
    bool wait = true;
};

// Executes a command of control.h, which must be understood.
long long control(const std::string& command);

std::string explanation();

// A PTX text with the entries of test/kernels.cu.
std::string testPtx();
