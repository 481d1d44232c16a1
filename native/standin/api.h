// Types of the driver API that appear in the functions the stand-in exports.
#pragma once

#include <cstddef>
#include <cstdint>

#include "result.h"

#define CUDA_API extern "C" __attribute__((visibility("default"))) CUresult

using CUdevice = int;
using CUdeviceptr = unsigned long long;

// Handles are numbers that are never used twice, so that a stale one is always found out.
using CUcontext = struct ContextHandle*;
using CUmodule = struct ModuleHandle*;
using CUfunction = struct FunctionHandle*;
using CUstream = struct StreamHandle*;
using CUevent = struct EventHandle*;
using CUgraph = struct GraphHandle*;
using CUgraphExec = struct GraphExecHandle*;
using CUgraphNode = struct GraphNodeHandle*;
using CUkernel = struct KernelHandle*;

// CUDA_KERNEL_NODE_PARAMS_v2 of cuda.h.
struct KernelNodeParameters {
    CUfunction function;
    unsigned gridX, gridY, gridZ;
    unsigned blockX, blockY, blockZ;
    unsigned sharedBytes;
    void** parameters;
    void** extra;
    CUkernel kernel;     // read only when there is no function
    CUcontext context;   // the same
};
static_assert(sizeof(KernelNodeParameters) == 72, "as in cuda.h");

constexpr unsigned streamNonBlocking = 1;
constexpr unsigned eventDisableTiming = 2;
