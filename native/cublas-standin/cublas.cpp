// A cuBLAS for tests, above the CPU stand-in of the CUDA driver: the functions that this project calls, with the checks of
// the real library and some more. Products are host functions of the stream, so they keep its order and can be captured.
#include <algorithm>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "../standin/api.h"
#include "../standin/control.h"

#define EXPORT extern "C" __attribute__((visibility("default")))

CUDA_API cuCtxGetCurrent(CUcontext*);
CUDA_API cuMemAlloc_v2(CUdeviceptr*, size_t);
CUDA_API cuMemFree_v2(CUdeviceptr);
CUDA_API cuCtxSynchronize();
CUDA_API cuMemGetAddressRange_v2(CUdeviceptr*, size_t*, CUdeviceptr);
CUDA_API cuLaunchHostFunc(CUstream, void (*)(void*), void*);

namespace {

enum Status : int {
    SUCCESS = 0,
    NOT_INITIALIZED = 1,
    ALLOC_FAILED = 3,
    INVALID_VALUE = 7,
    EXECUTION_FAILED = 13,
    INTERNAL_ERROR = 14,
    NOT_SUPPORTED = 15
};

constexpr int transpose = 1;
constexpr int hostPointers = 0;
constexpr int defaultMath = 0;
constexpr int pedanticMath = 2;
constexpr int atomicsNotAllowed = 0;

// A matrix by columns: element (i, j) is at i + j stride.
struct Matrix {
    float* elements;
    int stride;
    bool transposed;

    float& at(int i, int j) const {
        return transposed ? elements[j + size_t(i) * stride] : elements[i + size_t(j) * stride];
    }
};

// c = alpha a b + beta c, with a [m, k], b [k, n] and c [m, n].
struct Product {
    int m, n, k;
    float alpha, beta;
    Matrix a, b, c;
};

struct Library {
    CUcontext context = nullptr;
    CUdeviceptr own = 0;   // the real one takes device memory too, so a capture forbids to make one
    CUstream stream = nullptr;
    bool workspace = false;
    int pointers = hostPointers;
    int math = defaultMath;
    int atomics = atomicsNotAllowed;
    std::deque<Product> products = {};   // as long as the handle: a captured product runs again and again
};

using Handle = Library*;

std::mutex lock;
std::map<Handle, std::unique_ptr<Library>> libraries;
thread_local std::string explanation;

Status fail(Status status, const std::string& why) {
    explanation = why;
    return status;
}

// What the library returns for an error of the driver.
Status statusOf(CUresult result) {
    switch (result) {
        case CUDA_SUCCESS:
            return SUCCESS;
        case CUDA_ERROR_OUT_OF_MEMORY:
            return ALLOC_FAILED;
        case CUDA_ERROR_NOT_INITIALIZED:
        case CUDA_ERROR_INVALID_CONTEXT:
            return NOT_INITIALIZED;
        case CUDA_ERROR_INVALID_VALUE:
            return INVALID_VALUE;
        case CUDA_ERROR_NOT_SUPPORTED:
            return NOT_SUPPORTED;
        default:
            return standin::endsContext(result) ? EXECUTION_FAILED : INTERNAL_ERROR;
    }
}

// The error that a function returns before it does anything: a chosen one, or for want of a usable context.
Status enter(const char* function, CUcontext& context) {
    const CUresult chosen = static_cast<CUresult>(memn2n_standin_enter(function));
    if (chosen != CUDA_SUCCESS) {
        return fail(statusOf(chosen), std::string("the test told ") + function + " to fail");
    }
    const CUresult result = cuCtxGetCurrent(&context);
    if (result != CUDA_SUCCESS || context == nullptr) {
        return fail(NOT_INITIALIZED, "no context is current in this thread");
    }
    return SUCCESS;
}

// Wraps the body of a function that works with a handle.
template <typename Body>
Status call(const char* function, Handle handle, Body body) {
    const std::lock_guard<std::mutex> guard(lock);
    CUcontext context = nullptr;
    const Status refusal = enter(function, context);
    if (refusal != SUCCESS) {
        return refusal;
    }
    if (libraries.count(handle) == 0) {
        return fail(NOT_INITIALIZED, "the handle is not one of a live library");
    }
    return handle->context == context ? body(*handle)
                                      : fail(NOT_INITIALIZED, "the handle belongs to another context");
}

// Whether so many bytes from there on are device memory of one allocation.
bool holds(const void* address, size_t bytes) {
    CUdeviceptr base = 0;
    size_t size = 0;
    const auto begin = reinterpret_cast<CUdeviceptr>(address);
    return cuMemGetAddressRange_v2(&base, &size, begin) == CUDA_SUCCESS && bytes <= base + size - begin;
}

// What is wrong with a matrix of so many rows and columns, not transposed; empty when nothing is.
std::string fault(const char* name, const Matrix& matrix, int rows, int columns) {
    if (matrix.stride < std::max(1, rows)) {
        return std::string("the leading dimension of ") + name + " is " + std::to_string(matrix.stride) + ", with "
               + std::to_string(rows) + " rows";
    }
    const size_t elements = rows == 0 || columns == 0 ? 0 : size_t(columns - 1) * matrix.stride + rows;
    if (elements > 0 && !holds(matrix.elements, elements * sizeof(float))) {
        return std::string(name) + " of " + std::to_string(elements) + " floats is not inside device memory";
    }
    return "";
}

// More than the real library asks: what this project's results rely on.
std::string carelessness(const Library& library) {
    if (!library.workspace) {
        return "no workspace was set for the stream: results might differ between runs";
    }
    if (library.pointers != hostPointers) {
        return "alpha and beta would be read from device memory";
    }
    if (library.math != defaultMath && library.math != pedanticMath) {
        return "the mathematics allows less than single precision";
    }
    return library.atomics == atomicsNotAllowed ? "" : "atomics are allowed: results might differ between runs";
}

// In single precision and one term after the other, as a simple kernel would.
void multiply(void* data) {
    const Product& product = *static_cast<const Product*>(data);
    for (int j = 0; j < product.n; j++) {
        for (int i = 0; i < product.m; i++) {
            float sum = 0;
            for (int l = 0; l < product.k; l++) {
                sum += product.a.at(i, l) * product.b.at(l, j);
            }
            float& c = product.c.at(i, j);
            c = product.alpha * sum + (product.beta == 0 ? 0 : product.beta * c);
        }
    }
}

}  // namespace

EXPORT Status cublasCreate_v2(Handle* handle) {
    const std::lock_guard<std::mutex> guard(lock);
    CUcontext context = nullptr;
    const Status refusal = enter(__func__, context);
    if (refusal != SUCCESS || handle == nullptr) {
        return refusal != SUCCESS ? refusal : fail(INVALID_VALUE, "no place for the handle");
    }
    auto library = std::make_unique<Library>();
    library->context = context;
    constexpr size_t bytes = 1024;
    const CUresult result = cuMemAlloc_v2(&library->own, bytes);
    if (result != CUDA_SUCCESS) {
        return fail(statusOf(result), "no device memory of its own");
    }
    *handle = library.get();
    libraries[*handle] = std::move(library);
    return SUCCESS;
}

EXPORT Status cublasDestroy_v2(Handle handle) {
    return call(__func__, handle, [&](Library& library) {
        cuCtxSynchronize();   // as the real one does, which breaks captures of other threads
        cuMemFree_v2(library.own);
        libraries.erase(handle);
        return SUCCESS;
    });
}

EXPORT Status cublasGetProperty(int type, int* value) {
    constexpr int patch = 2;
    if (type < 0 || type > patch || value == nullptr) {
        return fail(INVALID_VALUE, "no such property");
    }
    *value = type == 0 ? MEMN2N_CUBLAS_MAJOR : 0;
    return SUCCESS;
}

EXPORT Status cublasSetStream_v2(Handle handle, CUstream stream) {
    return call(__func__, handle, [&](Library& library) {
        library.stream = stream;
        library.workspace = false;   // as the real one: back to its own
        return SUCCESS;
    });
}

EXPORT Status cublasSetWorkspace_v2(Handle handle, void* workspace, size_t bytes) {
    return call(__func__, handle, [&](Library& library) {
        if (!holds(workspace, bytes)) {
            return fail(INVALID_VALUE, "the workspace is not inside device memory");
        }
        library.workspace = bytes > 0;
        return SUCCESS;
    });
}

EXPORT Status cublasSetPointerMode_v2(Handle handle, int mode) {
    return call(__func__, handle, [&](Library& library) {
        library.pointers = mode;
        return mode == 0 || mode == 1 ? SUCCESS : fail(INVALID_VALUE, "no such pointer mode");
    });
}

EXPORT Status cublasSetMathMode(Handle handle, int mode) {
    return call(__func__, handle, [&](Library& library) {
        library.math = mode;
        return SUCCESS;
    });
}

EXPORT Status cublasSetAtomicsMode(Handle handle, int mode) {
    return call(__func__, handle, [&](Library& library) {
        library.atomics = mode;
        return mode == 0 || mode == 1 ? SUCCESS : fail(INVALID_VALUE, "no such atomics mode");
    });
}

EXPORT Status cublasSgemm_v2(
    Handle handle, int transposeA, int transposeB, int m, int n, int k, const float* alpha, float* a, int strideA,
    float* b, int strideB, const float* beta, float* c, int strideC) {
    return call(__func__, handle, [&](Library& library) {
        const bool known = (transposeA & ~transpose) == 0 && (transposeB & ~transpose) == 0;
        if (!known || m < 0 || n < 0 || k < 0 || alpha == nullptr || beta == nullptr) {
            return fail(INVALID_VALUE, "an operation, an extent or a factor is not valid");
        }
        if (const std::string careless = carelessness(library); !careless.empty()) {
            return fail(INVALID_VALUE, careless);
        }
        const Product product = {m, n, k, *alpha, *beta, {a, strideA, transposeA == transpose},
                                 {b, strideB, transposeB == transpose}, {c, strideC, false}};
        const std::string faults = fault("a", product.a, product.a.transposed ? k : m, product.a.transposed ? m : k)
                                   + fault("b", product.b, product.b.transposed ? n : k, product.b.transposed ? k : n)
                                   + fault("c", product.c, m, n);
        if (!faults.empty()) {
            return fail(INVALID_VALUE, faults);
        }
        library.products.push_back(product);
        const CUresult result = cuLaunchHostFunc(library.stream, &multiply, &library.products.back());
        return result == CUDA_SUCCESS ? SUCCESS : fail(statusOf(result), "the stream refuses the product");
    });
}

EXPORT const char* cublasGetStatusString(Status status) {
    thread_local std::string text;
    text = "stand-in of cuBLAS";
    if (status != SUCCESS && !explanation.empty()) {
        text += ": " + explanation;
    }
    return text.c_str();
}
