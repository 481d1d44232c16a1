// Streams, events and capture.
#include <thread>

#include "fixture.h"

namespace {

// A stream, and what a captured addition works on.
struct Captured {
    explicit Captured(Fixture& fixture) {
        CHECK_EQUAL(cuStreamCreate(&stream, streamNonBlocking), CUDA_SUCCESS);
        fixture.stream = stream;
        fixture.wait = false;
        total = fixture.upload({0.0f, 0.0f});
        step = fixture.upload({1.0f, 2.0f});
    }

    CUresult add(const Fixture& fixture) const { return fixture.launch("add", 1, 32, 2, total, step, total); }

    CUstream stream = nullptr;
    CUdeviceptr total = 0;
    CUdeviceptr step = 0;
};

}  // namespace

TEST(lateExecutionShowsMissingWaits) {
    Fixture fixture({"set execution late"});
    void* pinned = nullptr;
    CHECK_EQUAL(cuMemAllocHost_v2(&pinned, 8), CUDA_SUCCESS);
    float* const host = static_cast<float*>(pinned);
    host[0] = -1.0f;
    const Captured work(fixture);
    CHECK_EQUAL(work.add(fixture), CUDA_SUCCESS);
    CHECK_EQUAL(cuMemcpyDtoHAsync_v2(host, work.total, 8, work.stream), CUDA_SUCCESS);
    CHECK_EQUAL(host[0], -1.0f);
    CHECK_EQUAL(cuStreamQuery(work.stream), CUDA_ERROR_NOT_READY);
    CHECK_EQUAL(cuStreamQuery(work.stream), CUDA_SUCCESS);
    CHECK_EQUAL(host[0], 1.0f);
    // The source of a copy that is still to come was overwritten too early.
    host[0] = 5.0f;
    CHECK_EQUAL(cuMemcpyHtoDAsync_v2(work.total, host, 4, work.stream), CUDA_SUCCESS);
    host[0] = 6.0f;
    CHECK_EQUAL(cuStreamSynchronize(work.stream), CUDA_SUCCESS);
    CHECK_EQUAL(fixture.download(work.total, 1)[0], 6.0f);
    // Ordinary memory may be used again at once.
    float ordinary = 7.0f;
    CHECK_EQUAL(cuMemcpyHtoDAsync_v2(work.total, &ordinary, 4, work.stream), CUDA_SUCCESS);
    ordinary = 8.0f;
    CHECK_EQUAL(fixture.download(work.total, 1)[0], 7.0f);
}

TEST(lateFailuresAppearAtTheWait) {
    Fixture fixture({"set execution late"});
    const Captured work(fixture);
    CHECK_EQUAL(fixture.launch("missed_barrier", 1, 64, 40), CUDA_SUCCESS);
    CHECK_EQUAL(work.add(fixture), CUDA_SUCCESS);
    CHECK_EQUAL(cuStreamSynchronize(work.stream), CUDA_ERROR_LAUNCH_FAILED);
    CHECK_CONTAINS(explanation(), "kernel missed_barrier");
}

TEST(events) {
    for (const char* execution : {"set execution eager", "set execution late"}) {
        Fixture fixture({execution});
        const Captured work(fixture);
        CUevent start = nullptr;
        CUevent end = nullptr;
        CUevent untimed = nullptr;
        float milliseconds = -1.0f;
        CHECK_EQUAL(cuEventCreate(&start, 0), CUDA_SUCCESS);
        CHECK_EQUAL(cuEventCreate(&end, 0), CUDA_SUCCESS);
        CHECK_EQUAL(cuEventCreate(&untimed, eventDisableTiming), CUDA_SUCCESS);
        CHECK_EQUAL(cuEventElapsedTime(&milliseconds, start, end), CUDA_ERROR_INVALID_HANDLE);
        CHECK_EQUAL(cuEventRecord(start, work.stream), CUDA_SUCCESS);
        CHECK_EQUAL(work.add(fixture), CUDA_SUCCESS);
        CHECK_EQUAL(cuEventRecord(end, work.stream), CUDA_SUCCESS);
        CHECK_EQUAL(cuEventRecord(untimed, work.stream), CUDA_SUCCESS);
        CHECK_EQUAL(cuStreamWaitEvent(nullptr, end, 0), CUDA_SUCCESS);
        CHECK_EQUAL(cuEventSynchronize(end), CUDA_SUCCESS);
        CHECK_EQUAL(cuEventQuery(end), CUDA_SUCCESS);
        CHECK_EQUAL(cuEventElapsedTime(&milliseconds, start, end), CUDA_SUCCESS);
        CHECK(milliseconds > 0.0f && milliseconds < 10000.0f);
        CHECK_EQUAL(cuEventElapsedTime(&milliseconds, start, untimed), CUDA_ERROR_INVALID_HANDLE);
        CHECK_EQUAL(cuEventDestroy_v2(end), CUDA_SUCCESS);
        CHECK_EQUAL(cuEventDestroy_v2(end), CUDA_ERROR_INVALID_HANDLE);
    }
}

TEST(callsThatACaptureForbids) {
    CUdeviceptr address = 0;
    float host = 0;
    const auto forbidden = [&](CUresult expected, auto&& act) {
        Fixture fixture;
        const Captured work(fixture);
        CUgraph graph = nullptr;
        CHECK_EQUAL(cuStreamBeginCapture_v2(work.stream, 0), CUDA_SUCCESS);
        CHECK_EQUAL(act(work), expected);
        CHECK_EQUAL(work.add(fixture), CUDA_ERROR_STREAM_CAPTURE_INVALIDATED);
        CHECK_EQUAL(cuStreamEndCapture(work.stream, &graph), CUDA_ERROR_STREAM_CAPTURE_INVALIDATED);
        CHECK(graph == nullptr);
        CHECK_EQUAL(work.add(fixture), CUDA_SUCCESS);   // the stream works again
    };
    const CUresult unsupported = CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED;
    forbidden(unsupported, [&](const Captured& work) { return cuStreamSynchronize(work.stream); });
    forbidden(unsupported, [&](const Captured&) { return cuCtxSynchronize(); });
    forbidden(unsupported, [&](const Captured&) { return cuMemAlloc_v2(&address, 4); });
    forbidden(unsupported, [&](const Captured& work) { return cuMemFree_v2(work.step); });
    forbidden(unsupported, [&](const Captured& work) { return cuMemcpyDtoH_v2(&host, work.total, 4); });
    const Fixture fixture;
    CUgraph graph = nullptr;
    CHECK_EQUAL(cuStreamBeginCapture_v2(nullptr, 0), unsupported);
    CHECK_EQUAL(cuStreamEndCapture(nullptr, &graph), CUDA_ERROR_STREAM_CAPTURE_UNMATCHED);
}

TEST(eventsOfACapture) {
    Fixture fixture;
    const Captured work(fixture);
    CUevent event = nullptr;
    CUgraph graph = nullptr;
    CHECK_EQUAL(cuEventCreate(&event, 0), CUDA_SUCCESS);
    CHECK_EQUAL(cuStreamBeginCapture_v2(work.stream, 0), CUDA_SUCCESS);
    CHECK_EQUAL(cuEventRecord(event, work.stream), CUDA_SUCCESS);
    CHECK_EQUAL(cuStreamWaitEvent(work.stream, event, 0), CUDA_SUCCESS);
    CHECK_EQUAL(cuStreamWaitEvent(nullptr, event, 0), CUDA_ERROR_STREAM_CAPTURE_ISOLATION);
    CHECK_EQUAL(cuStreamEndCapture(work.stream, &graph), CUDA_SUCCESS);
    CHECK_EQUAL(cuEventQuery(event), CUDA_ERROR_CAPTURED_EVENT);
}

TEST(aCaptureOfOneThreadLeavesOthersAlone) {
    constexpr int global = 0;
    constexpr int threadLocal = 1;
    for (const int mode : {global, threadLocal}) {
        Fixture fixture;
        const Captured work(fixture);
        CUgraph graph = nullptr;
        CUdeviceptr address = 0;
        CUresult other = CUDA_SUCCESS;
        CHECK_EQUAL(cuStreamBeginCapture_v2(work.stream, mode), CUDA_SUCCESS);
        std::thread([&] {
            cuCtxSetCurrent(fixture.context);
            other = cuMemAlloc_v2(&address, 4);
        }).join();
        CHECK_EQUAL(other, mode == global ? CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED : CUDA_SUCCESS);
        CHECK_EQUAL(cuStreamEndCapture(work.stream, &graph),
                    mode == global ? CUDA_ERROR_STREAM_CAPTURE_INVALIDATED : CUDA_SUCCESS);
    }
}
