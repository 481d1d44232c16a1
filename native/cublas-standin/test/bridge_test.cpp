// The bridge, loaded as JCublas loads it, with the stand-in of cuBLAS 13 behind it; and the checks of that stand-in.
// usage: bridge-test BRIDGE [withoutALibrary]
#include <dlfcn.h>

#include <cmath>
#include <cstdio>
#include <cstring>
#include <exception>
#include <map>

#include "../../standin/api.h"
#include "../../standin/control.h"
#include "../../standin/test/check.h"

CUDA_API cuInit(unsigned);
CUDA_API cuDevicePrimaryCtxRetain(CUcontext*, CUdevice);
CUDA_API cuCtxSetCurrent(CUcontext);
CUDA_API cuMemAlloc_v2(CUdeviceptr*, size_t);
CUDA_API cuMemFree_v2(CUdeviceptr);
CUDA_API cuMemcpyHtoD_v2(CUdeviceptr, const void*, size_t);
CUDA_API cuMemcpyDtoH_v2(void*, CUdeviceptr, size_t);
CUDA_API cuStreamCreate(CUstream*, unsigned);
CUDA_API cuStreamSynchronize(CUstream);
CUDA_API cuStreamBeginCapture_v2(CUstream, int);
CUDA_API cuStreamEndCapture(CUstream, CUgraph*);
CUDA_API cuGraphInstantiateWithFlags(CUgraphExec*, CUgraph, unsigned long long);
CUDA_API cuGraphLaunch(CUgraphExec, CUstream);

namespace {

using Status = int;
using Handle = void*;

constexpr Status success = 0;
constexpr Status notInitialised = 1;
constexpr Status outOfMemory = 3;
constexpr Status invalidValue = 7;
constexpr Status executionFailed = 13;

void* bridge = nullptr;

// A function of the bridge, by the version that a library built for cuBLAS 12 asks for.
template <typename Function>
Function* function(const char* name) {
    void* const found = dlvsym(bridge, name, "libcublas.so.12");
    if (found == nullptr) {
        throw std::runtime_error(dlerror());
    }
    return reinterpret_cast<Function*>(found);
}

template <typename... Arguments>
Status call(const char* name, Arguments... arguments) {
    return function<Status(Arguments...)>(name)(arguments...);
}

std::string text(Status status) { return function<const char*(Status)>("cublasGetStatusString")(status); }

long long control(const std::string& command) {
    long long answer = 0;
    CHECK_EQUAL(memn2n_standin_control(command.c_str(), &answer), 0);
    return answer;
}

// A matrix by columns, in device memory.
struct Matrix {
    Matrix(int rowCount, int columnCount) : rows(rowCount), columns(columnCount), values(rows * columns) {
        for (size_t i = 0; i < values.size(); i++) {
            values[i] = static_cast<float>(static_cast<int>(i * 7919 % 31) - 15) / 8;
        }
        CHECK_EQUAL(cuMemAlloc_v2(&address, bytes()), CUDA_SUCCESS);
        CHECK_EQUAL(cuMemcpyHtoD_v2(address, values.data(), bytes()), CUDA_SUCCESS);
    }

    size_t bytes() const { return values.size() * sizeof(float); }
    float at(int i, int j, bool transposed) const { return transposed ? values[j + i * rows] : values[i + j * rows]; }
    std::vector<float> download() const {
        std::vector<float> result(values.size());
        CHECK_EQUAL(cuMemcpyDtoH_v2(result.data(), address, bytes()), CUDA_SUCCESS);
        return result;
    }

    int rows;
    int columns;
    std::vector<float> values;
    CUdeviceptr address = 0;
};

// A fresh stand-in with a context, a stream, and a library that works on it.
struct Fixture {
    Fixture() {
        control("reset");
        CUcontext context = nullptr;
        CHECK_EQUAL(cuInit(0), CUDA_SUCCESS);
        CHECK_EQUAL(cuDevicePrimaryCtxRetain(&context, 0), CUDA_SUCCESS);
        CHECK_EQUAL(cuCtxSetCurrent(context), CUDA_SUCCESS);
        CHECK_EQUAL(cuStreamCreate(&stream, streamNonBlocking), CUDA_SUCCESS);
        CHECK_EQUAL(cuMemAlloc_v2(&workspace, workspaceBytes), CUDA_SUCCESS);
        CHECK_EQUAL(call("cublasCreate_v2", &handle), success);
        CHECK_EQUAL(call("cublasSetStream_v2", handle, stream), success);
        CHECK_EQUAL(call("cublasSetWorkspace_v2", handle, workspace, workspaceBytes), success);
        CHECK_EQUAL(call("cublasSetPointerMode_v2", handle, 0), success);
        CHECK_EQUAL(call("cublasSetMathMode", handle, 0), success);
        CHECK_EQUAL(call("cublasSetAtomicsMode", handle, 0), success);
    }

    Status multiply(bool transposeA, bool transposeB, int m, int n, int k, const Matrix& a, const Matrix& b, float beta,
                    const Matrix& c) const {
        const float alpha = 1;
        return call("cublasSgemm_v2", handle, int(transposeA), int(transposeB), m, n, k, &alpha, a.address, a.rows,
                    b.address, b.rows, &beta, c.address, c.rows);
    }

    static constexpr size_t workspaceBytes = 4096;
    Handle handle = nullptr;
    CUstream stream = nullptr;
    CUdeviceptr workspace = 0;
};

void compare(const Fixture& fixture, bool transposeA, bool transposeB, float beta) {
    constexpr int m = 5, n = 3, k = 7;
    const Matrix a(transposeA ? k : m, transposeA ? m : k);
    const Matrix b(transposeB ? n : k, transposeB ? k : n);
    const Matrix c(m, n);
    CHECK_EQUAL(fixture.multiply(transposeA, transposeB, m, n, k, a, b, beta, c), success);
    const std::vector<float> found = c.download();
    for (int j = 0; j < n; j++) {
        for (int i = 0; i < m; i++) {
            double expected = beta * c.at(i, j, false);
            for (int l = 0; l < k; l++) {
                expected += double{a.at(i, l, transposeA)} * b.at(l, j, transposeB);
            }
            CHECK(std::fabs(found[i + j * m] - expected) <= 1e-5);
        }
    }
}

}  // namespace

TEST(versionsAreThoseOfTwelve) {
    CHECK(dlvsym(bridge, "cublasSgemm_v2", "libcublas.so.12") != nullptr);
    CHECK(dlvsym(bridge, "cublasSgemm_v2", "libcublas.so.13") == nullptr);
    CHECK(dlopen("libcublas.so.12", RTLD_LAZY) == bridge);   // by its name, as JCublas's library finds it
    int major = 0;
    CHECK_EQUAL(call("cublasGetProperty", 0, &major), success);
    CHECK_EQUAL(major, 13);
    CHECK_EQUAL(call("cublasGetProperty", 9, &major), invalidValue);
}

TEST(productsOfEveryForm) {
    const Fixture fixture;
    for (const float beta : {0.0f, 1.0f}) {
        compare(fixture, false, false, beta);
        compare(fixture, true, false, beta);
        compare(fixture, false, true, beta);
        compare(fixture, true, true, beta);
    }
}

TEST(wrongArgumentsAreRefused) {
    const Fixture fixture;
    const Matrix a(5, 7), b(7, 3), c(5, 3);
    const float one = 1;
    const auto gemm = [&](Handle handle, int operation, CUdeviceptr operand, int stride, const float* alpha) {
        return call("cublasSgemm_v2", handle, operation, 0, 5, 3, 7, alpha, operand, stride, b.address, 7, &one, c.address,
                    5);
    };
    CHECK_EQUAL(gemm(fixture.handle, 0, a.address, 5, &one), success);
    CHECK_EQUAL(gemm(nullptr, 0, a.address, 5, &one), notInitialised);
    CHECK_EQUAL(gemm(fixture.handle, 3, a.address, 5, &one), invalidValue);
    CHECK_EQUAL(gemm(fixture.handle, 0, a.address, 5, nullptr), invalidValue);
    CHECK_EQUAL(gemm(fixture.handle, 0, a.address, 4, &one), invalidValue);
    CHECK_CONTAINS(text(invalidValue), "the leading dimension of a is 4, with 5 rows");
    CHECK_EQUAL(gemm(fixture.handle, 0, a.address, 6, &one), invalidValue);
    CHECK_CONTAINS(text(invalidValue), "a of 41 floats is not inside device memory");
    CHECK_EQUAL(gemm(fixture.handle, 0, reinterpret_cast<CUdeviceptr>(a.values.data()), 5, &one), invalidValue);
    CHECK_EQUAL(cuMemFree_v2(a.address), CUDA_SUCCESS);
    CHECK_EQUAL(gemm(fixture.handle, 0, a.address, 5, &one), invalidValue);
    CHECK_EQUAL(call("cublasDestroy_v2", fixture.handle), success);
    CHECK_EQUAL(gemm(fixture.handle, 0, b.address, 5, &one), notInitialised);
}

TEST(carelessSettingsAreRefused) {
    const Fixture fixture;
    const Matrix a(2, 2);
    const auto refuses = [&](const char* why) {
        CHECK_EQUAL(fixture.multiply(false, false, 2, 2, 2, a, a, 0, Matrix(2, 2)), invalidValue);
        CHECK_CONTAINS(text(invalidValue), why);
    };
    CHECK_EQUAL(call("cublasSetMathMode", fixture.handle, 3), success);
    refuses("less than single precision");
    CHECK_EQUAL(call("cublasSetMathMode", fixture.handle, 0), success);
    CHECK_EQUAL(call("cublasSetAtomicsMode", fixture.handle, 1), success);
    refuses("atomics are allowed");
    CHECK_EQUAL(call("cublasSetAtomicsMode", fixture.handle, 0), success);
    CHECK_EQUAL(call("cublasSetPointerMode_v2", fixture.handle, 1), success);
    refuses("read from device memory");
    CHECK_EQUAL(call("cublasSetPointerMode_v2", fixture.handle, 0), success);
    CHECK_EQUAL(call("cublasSetStream_v2", fixture.handle, fixture.stream), success);
    refuses("no workspace was set");
    CHECK_EQUAL(call("cublasSetWorkspace_v2", fixture.handle, fixture.workspace, 2 * Fixture::workspaceBytes),
                invalidValue);
}

TEST(chosenCallsFail) {
    const Fixture fixture;
    const Matrix a(2, 2);
    control("fail cublasSgemm_v2 2 CUDA_ERROR_LAUNCH_TIMEOUT");
    CHECK_EQUAL(fixture.multiply(false, false, 2, 2, 2, a, a, 0, Matrix(2, 2)), success);
    CHECK_EQUAL(fixture.multiply(false, false, 2, 2, 2, a, a, 0, Matrix(2, 2)), executionFailed);
    CHECK_CONTAINS(text(executionFailed), "the test told cublasSgemm_v2 to fail");
    CHECK_EQUAL(control("get calls cublasSgemm_v2"), 2);
    const Fixture fresh;
    Handle second = nullptr;
    control("fail cublasCreate_v2 1 CUDA_ERROR_OUT_OF_MEMORY");
    CHECK_EQUAL(call("cublasCreate_v2", &second), outOfMemory);
    cuCtxSetCurrent(nullptr);
    CHECK_EQUAL(call("cublasCreate_v2", &second), notInitialised);
}

TEST(productsKeepTheOrderOfTheStream) {
    const Fixture fixture;
    const Matrix a(2, 2), c(2, 2);
    control("set execution late");
    CHECK_EQUAL(fixture.multiply(false, false, 2, 2, 2, a, a, 1, c), success);
    float first = 0;
    memcpy(&first, reinterpret_cast<void*>(c.address), sizeof(first));
    CHECK_EQUAL(first, c.values[0]);   // not yet
    CHECK_EQUAL(cuStreamSynchronize(fixture.stream), CUDA_SUCCESS);
    CHECK(c.download()[0] != c.values[0]);
}

TEST(capturedProductsReplay) {
    const Fixture fixture;
    const Matrix a(2, 2), b(2, 2), c(2, 2);
    CUgraph graph = nullptr;
    CUgraphExec exec = nullptr;
    Handle second = nullptr;
    CHECK_EQUAL(cuStreamBeginCapture_v2(fixture.stream, 0), CUDA_SUCCESS);
    CHECK_EQUAL(fixture.multiply(false, false, 2, 2, 2, a, b, 1, c), success);
    CHECK_EQUAL(cuStreamEndCapture(fixture.stream, &graph), CUDA_SUCCESS);
    CHECK_EQUAL(c.download()[0], c.values[0]);   // captured, not executed
    CHECK_EQUAL(cuGraphInstantiateWithFlags(&exec, graph, 0), CUDA_SUCCESS);
    const float step = a.values[0] * b.values[0] + a.values[2] * b.values[1];
    for (int i = 1; i <= 3; i++) {
        CHECK_EQUAL(cuGraphLaunch(exec, fixture.stream), CUDA_SUCCESS);
        CHECK_EQUAL(cuStreamSynchronize(fixture.stream), CUDA_SUCCESS);
        CHECK(std::fabs(c.download()[0] - (c.values[0] + i * step)) < 1e-5);
    }
    CHECK_EQUAL(cuStreamBeginCapture_v2(fixture.stream, 0), CUDA_SUCCESS);
    CHECK(call("cublasCreate_v2", &second) != success);   // it needs memory, which a capture forbids
}

TEST(withoutALibrary) {
    if (dlopen("libcublas.so.13", RTLD_LAZY) != nullptr) {
        return;   // this machine has one that every process finds
    }
    int major = 0;
    Handle handle = nullptr;
    CHECK_EQUAL(call("cublasGetProperty", 0, &major), notInitialised);
    CHECK_EQUAL(call("cublasCreate_v2", &handle), notInitialised);
    CHECK_CONTAINS(text(notInitialised), "libcublas.so.13: cannot open shared object file");
}

// Runs the test of this name, or all but the one without a library. Prints failures, and one line at the end.
int main(int count, char** arguments) {
    bridge = count > 1 ? dlopen(arguments[1], RTLD_LAZY | RTLD_LOCAL) : nullptr;
    if (bridge == nullptr) {
        std::printf("bridge: %s\n", count > 1 ? dlerror() : "which library?");
        return 1;
    }
    int failed = 0;
    int run = 0;
    for (const TestCase& test : testCases()) {
        if (count > 2 ? test.name != arguments[2] : test.name == "withoutALibrary") {
            continue;
        }
        run++;
        try {
            test.body();
        } catch (const std::exception& error) {
            std::printf("%s failed: %s\n", test.name.c_str(), error.what());
            failed++;
        }
    }
    std::printf("cuBLAS bridge: %d tests, %d failed\n", run, failed);
    return failed == 0 && run > 0 ? 0 : 1;
}
