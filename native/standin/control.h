// How a test steers the stand-in while it runs. The same commands work without this header, through the driver
// function cuModuleGetGlobal with the name "memn2n_standin COMMAND"; the answer comes back as the size.
#pragma once

#define MEMN2N_STANDIN_API extern "C" __attribute__((visibility("default")))

// Executes one command, and stores its answer when answer is not null. Returns 0, or 1 when the command is not known
// or its value is out of range. Commands:
//   set KEY VALUE                           a setting; keys and values are in native/README.md
//   fail FUNCTION CALL RESULT [onwards]     the CALL-th call from now returns RESULT (number or CUDA_ERROR_...) and
//                                           does nothing; 0 leaves something out in silence
//   forget                                  forgets all "fail"
//   get calls [FUNCTION]                    calls of a driver function, or of all, since the last reset
//   get waits [FUNCTION]                    those of them that found work unfinished and had to have it done
//   get launches [DEVICE]                   kernels executed since the last reset
//   get allocations | bytes [DEVICE]        live device memory
//   get host_allocations | host_bytes       live pinned host memory
//   get objects                             live contexts, modules, streams, events, graphs
//   get graphs                              live graphs, executable ones and their descriptions
//   get leaked                              allocations that were alive when their context ended
//   reset                                   back to the state before cuInit
MEMN2N_STANDIN_API int memn2n_standin_control(const char* command, long long* answer);

// The explanation of the last failure, until the next call from the same thread; empty when there is none.
MEMN2N_STANDIN_API const char* memn2n_standin_explanation(void);

// For stand-ins of libraries above the driver: counts a call of one of their functions, for "get calls", and returns what
// "fail" told it to return, a CUresult, or 0.
MEMN2N_STANDIN_API int memn2n_standin_enter(const char* function);
