// The result codes of the driver API that the stand-in returns or can be told to return, with their API values.
#pragma once

// X(name without CUDA_, value, our description)
#define MEMN2N_CUDA_RESULTS(X)                                                                    \
    X(SUCCESS, 0, "no error")                                                                     \
    X(ERROR_INVALID_VALUE, 1, "an argument is out of range")                                      \
    X(ERROR_OUT_OF_MEMORY, 2, "not enough memory")                                                \
    X(ERROR_NOT_INITIALIZED, 3, "cuInit has not been called")                                     \
    X(ERROR_DEINITIALIZED, 4, "the driver is shutting down")                                      \
    X(ERROR_DEVICE_UNAVAILABLE, 46, "the device is busy or gone")                                 \
    X(ERROR_NO_DEVICE, 100, "there is no device")                                                 \
    X(ERROR_INVALID_DEVICE, 101, "there is no device of this number")                             \
    X(ERROR_INVALID_IMAGE, 200, "the module is not valid")                                        \
    X(ERROR_INVALID_CONTEXT, 201, "no context is current in this thread")                         \
    X(ERROR_NO_BINARY_FOR_GPU, 209, "the module has no code for this device")                     \
    X(ERROR_ECC_UNCORRECTABLE, 214, "memory error that could not be corrected")                   \
    X(ERROR_INVALID_PTX, 218, "the PTX text is not valid")                                        \
    X(ERROR_UNSUPPORTED_PTX_VERSION, 222, "the PTX version is newer than the driver")             \
    X(ERROR_SHARED_OBJECT_SYMBOL_NOT_FOUND, 302, "a symbol is missing in a library")              \
    X(ERROR_SHARED_OBJECT_INIT_FAILED, 303, "a library could not be initialised")                 \
    X(ERROR_OPERATING_SYSTEM, 304, "the operating system refused a call")                         \
    X(ERROR_INVALID_HANDLE, 400, "a handle is not valid, or of another context")                  \
    X(ERROR_NOT_FOUND, 500, "the name was not found")                                             \
    X(ERROR_NOT_READY, 600, "the work is not finished yet")                                       \
    X(ERROR_ILLEGAL_ADDRESS, 700, "a kernel used an address it must not")                         \
    X(ERROR_LAUNCH_OUT_OF_RESOURCES, 701, "the launch needs more than the device has")            \
    X(ERROR_LAUNCH_TIMEOUT, 702, "a kernel ran too long")                                         \
    X(ERROR_CONTEXT_IS_DESTROYED, 709, "the current context has been destroyed")                  \
    X(ERROR_ASSERT, 710, "an assertion in a kernel failed")                                       \
    X(ERROR_HARDWARE_STACK_ERROR, 714, "stack error in a kernel")                                 \
    X(ERROR_ILLEGAL_INSTRUCTION, 715, "illegal instruction in a kernel")                          \
    X(ERROR_MISALIGNED_ADDRESS, 716, "a kernel used a misaligned address")                        \
    X(ERROR_INVALID_ADDRESS_SPACE, 717, "a kernel used an address of another kind of memory")     \
    X(ERROR_INVALID_PC, 718, "a kernel jumped to an invalid address")                             \
    X(ERROR_LAUNCH_FAILED, 719, "a kernel failed")                                                \
    X(ERROR_NOT_PERMITTED, 800, "not permitted")                                                  \
    X(ERROR_NOT_SUPPORTED, 801, "not supported")                                                  \
    X(ERROR_SYSTEM_DRIVER_MISMATCH, 803, "the parts of the driver do not fit each other")         \
    X(ERROR_STREAM_CAPTURE_UNSUPPORTED, 900, "not allowed while a stream captures")               \
    X(ERROR_STREAM_CAPTURE_INVALIDATED, 901, "an earlier call invalidated the capture")           \
    X(ERROR_STREAM_CAPTURE_UNMATCHED, 903, "the stream does not capture")                         \
    X(ERROR_STREAM_CAPTURE_ISOLATION, 905, "the call would link a capture to other work")         \
    X(ERROR_STREAM_CAPTURE_IMPLICIT, 906, "the call would wait for a stream that captures")       \
    X(ERROR_CAPTURED_EVENT, 907, "the event was last recorded in a capture")                      \
    X(ERROR_STREAM_CAPTURE_WRONG_THREAD, 908, "another thread began the capture")                 \
    X(ERROR_UNKNOWN, 999, "unknown error")

enum CUresult : int {
#define MEMN2N_ENUMERATOR(name, value, text) CUDA_##name = value,
    MEMN2N_CUDA_RESULTS(MEMN2N_ENUMERATOR)
#undef MEMN2N_ENUMERATOR
};

namespace standin {

// Errors after which a device context is of no more use; every later call returns them.
inline bool endsContext(CUresult result) {
    return result == CUDA_ERROR_ECC_UNCORRECTABLE
           || (result >= CUDA_ERROR_ILLEGAL_ADDRESS && result <= CUDA_ERROR_LAUNCH_FAILED
               && result != CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES && result != CUDA_ERROR_CONTEXT_IS_DESTROYED);
}

}  // namespace standin
