// A library with the name and the symbol version of libcublas.so.12, which JCublas 12 asks for. It passes the calls that
// this project makes on to libcublas.so.13, whose functions of these names take the same arguments.
//
// Uses nothing but the loader's own functions and names no library that it needs, so it loads beside any C library.
#include <dlfcn.h>
#include <stddef.h>

#define EXPORT extern "C" __attribute__((visibility("default")))

namespace {

using Status = int;
using Handle = struct cublasContext*;
using Stream = struct CUstream_st*;

constexpr Status notInitialised = 1;   // CUBLAS_STATUS_NOT_INITIALIZED

char reason[512];

// Keeps what the loader says of the last failure: its own text lives until its next call only.
void keepReason() {
    const char* const text = dlerror();
    size_t length = 0;
    while (text != nullptr && text[length] != '\0' && length + 1 < sizeof(reason)) {
        reason[length] = text[length];
        length++;
    }
    reason[length] = '\0';
}

// Threads that come here together open the same library, which the loader counts.
void* library() {
    static void* opened;
    void* found = __atomic_load_n(&opened, __ATOMIC_ACQUIRE);
    if (found == nullptr) {
        found = dlopen("libcublas.so.13", RTLD_LAZY);
        if (found == nullptr) {
            keepReason();
        }
        __atomic_store_n(&opened, found, __ATOMIC_RELEASE);
    }
    return found;
}

// The function of this name, looked up once; null, with the reason kept, when there is none.
template <typename Function>
Function* find(Function*& known, const char* name) {
    Function* function = __atomic_load_n(&known, __ATOMIC_ACQUIRE);
    if (function == nullptr && library() != nullptr) {
        function = reinterpret_cast<Function*>(dlsym(library(), name));
        if (function == nullptr) {
            keepReason();
        }
        __atomic_store_n(&known, function, __ATOMIC_RELEASE);
    }
    return function;
}

}  // namespace

#define FORWARD(name, parameters, arguments)                           \
    EXPORT Status name parameters {                                    \
        static Status(*known) parameters;                              \
        Status(*const function) parameters = find(known, #name);       \
        return function == nullptr ? notInitialised : function arguments; \
    }

FORWARD(cublasCreate_v2, (Handle* handle), (handle))
FORWARD(cublasDestroy_v2, (Handle handle), (handle))
FORWARD(cublasGetProperty, (int type, int* value), (type, value))
FORWARD(cublasSetStream_v2, (Handle handle, Stream stream), (handle, stream))
FORWARD(cublasSetWorkspace_v2, (Handle handle, void* workspace, size_t bytes), (handle, workspace, bytes))
FORWARD(cublasSetPointerMode_v2, (Handle handle, int mode), (handle, mode))
FORWARD(cublasSetMathMode, (Handle handle, int mode), (handle, mode))
FORWARD(cublasSetAtomicsMode, (Handle handle, int mode), (handle, mode))
FORWARD(cublasSgemm_v2,
        (Handle handle, int transposeA, int transposeB, int m, int n, int k, const float* alpha, const float* a,
         int strideA, const float* b, int strideB, const float* beta, float* c, int strideC),
        (handle, transposeA, transposeB, m, n, k, alpha, a, strideA, b, strideB, beta, c, strideC))

// What a status means; when nothing could be loaded, why.
EXPORT const char* cublasGetStatusString(Status status) {
    static const char* (*known)(Status);
    const char* (*const function)(Status) = find(known, "cublasGetStatusString");
    return function == nullptr ? reason : function(status);
}
