// Streams with an order of their own: what no event holds back may happen before or after, and a missing wait is seen.
#include <cmath>
#include <cstring>

#include "fixture.h"

namespace {

// A stream that computes and, newer, one that uploads; an input that is doubled into a result.
class Pair {
public:
    explicit Pair(const char* order) : fixture_({"set execution late", order}) {
        CHECK_EQUAL(cuStreamCreate(&compute, streamNonBlocking), CUDA_SUCCESS);
        CHECK_EQUAL(cuStreamCreate(&upload, streamNonBlocking), CUDA_SUCCESS);
        void* memory = nullptr;
        CHECK_EQUAL(cuMemAllocHost_v2(&memory, 2 * sizeof(float)), CUDA_SUCCESS);
        pinned_ = static_cast<float*>(memory);
        pinned_[0] = 1.0f;
        pinned_[1] = 2.0f;
        input_ = fixture_.allocate(sizeof(float));
        results_ = fixture_.upload({0.0f, 0.0f});
        fixture_.stream = compute;
        fixture_.wait = false;
    }

    void send(int which) {
        CHECK_EQUAL(cuMemcpyHtoDAsync_v2(input_, pinned_ + which, sizeof(float), upload), CUDA_SUCCESS);
    }

    void use(int which) {
        CHECK_EQUAL(fixture_.launch("add", 1, 32, 1, input_, input_, results_ + which * sizeof(float)), CUDA_SUCCESS);
    }

    // Lets one stream wait for what the other was given so far.
    static void wait(CUstream waiting, CUstream awaited) {
        CUevent event = nullptr;
        CHECK_EQUAL(cuEventCreate(&event, eventDisableTiming), CUDA_SUCCESS);
        CHECK_EQUAL(cuEventRecord(event, awaited), CUDA_SUCCESS);
        CHECK_EQUAL(cuStreamWaitEvent(waiting, event, 0), CUDA_SUCCESS);
        CHECK_EQUAL(cuEventDestroy_v2(event), CUDA_SUCCESS);   // the wait stays
    }

    // 22 for the right results.
    std::string results() {
        CHECK_EQUAL(cuStreamSynchronize(compute), CUDA_SUCCESS);
        std::string text;
        for (const float result : fixture_.download(results_, 2)) {
            text += std::isnan(result) ? "n" : std::to_string(static_cast<int>(result));
        }
        return text;
    }

    CUstream compute = nullptr;
    CUstream upload = nullptr;

private:
    Fixture fixture_;
    float* pinned_ = nullptr;
    CUdeviceptr input_ = 0;
    CUdeviceptr results_ = 0;
};

// Two inputs through one piece of memory; without one of the waits when it is left out.
std::string twoUploads(const char* order, bool waitForUpload, bool waitForUse) {
    Pair pair(order);
    for (int i = 0; i < 2; i++) {
        pair.send(i);
        if (waitForUpload) {
            Pair::wait(pair.compute, pair.upload);
        }
        pair.use(i);
        if (waitForUse) {
            Pair::wait(pair.upload, pair.compute);
        }
    }
    return pair.results();
}

constexpr const char* orders[] = {"set stream_order issue", "set stream_order forward", "set stream_order reverse",
                                  "set stream_order random:1", "set stream_order random:2"};

}  // namespace

TEST(waitsBetweenStreamsAreKept) {
    for (const char* order : orders) {
        CHECK_CONTAINS(twoUploads(order, true, true), "24");
    }
}

TEST(missingWaitsBetweenStreamsAreSeen) {
    CHECK_CONTAINS(twoUploads("set stream_order forward", false, true), "nn");   // used before it was there
    CHECK_CONTAINS(twoUploads("set stream_order reverse", true, false), "44");   // overwritten before it was used
    CHECK_CONTAINS(twoUploads("set stream_order issue", false, false), "24");    // one order hides it
}

TEST(aWaitThatIsLeftOutIsSeen) {
    Pair pair("set stream_order forward");
    control("fail cuStreamWaitEvent 1 CUDA_SUCCESS");
    pair.send(0);
    Pair::wait(pair.compute, pair.upload);
    pair.use(0);
    CHECK_CONTAINS(pair.results(), "n0");
}

TEST(aWaitIsForTheRecordingBeforeIt) {
    Pair pair("set stream_order forward");
    CUevent event = nullptr;
    CHECK_EQUAL(cuEventCreate(&event, eventDisableTiming), CUDA_SUCCESS);
    CHECK_EQUAL(cuStreamWaitEvent(pair.compute, event, 0), CUDA_SUCCESS);   // never recorded: nothing to wait for
    pair.send(0);
    CHECK_EQUAL(cuEventRecord(event, pair.upload), CUDA_SUCCESS);
    CHECK_EQUAL(cuStreamWaitEvent(pair.compute, event, 0), CUDA_SUCCESS);
    pair.use(0);
    pair.send(1);
    CHECK_EQUAL(cuEventRecord(event, pair.upload), CUDA_SUCCESS);
    CHECK_EQUAL(cuStreamQuery(pair.upload), CUDA_ERROR_NOT_READY);
    CHECK_CONTAINS(pair.results(), "20");
}

TEST(workOfADestroyedStreamIsDone) {
    Pair pair("set stream_order forward");
    pair.send(0);
    Pair::wait(pair.compute, pair.upload);
    CHECK_EQUAL(cuStreamDestroy_v2(pair.upload), CUDA_SUCCESS);
    CUstream another = nullptr;
    CHECK_EQUAL(cuStreamCreate(&another, streamNonBlocking), CUDA_SUCCESS);
    pair.use(0);
    CHECK_CONTAINS(pair.results(), "20");
}

TEST(onlyWhatIsWaitedForIsDone) {
    Pair pair("set stream_order forward");
    pair.send(0);
    CHECK_EQUAL(control("get waits cuStreamSynchronize"), 0);
    CHECK_EQUAL(cuStreamSynchronize(pair.compute), CUDA_SUCCESS);
    CHECK_EQUAL(control("get waits cuStreamSynchronize"), 0);
    CHECK_EQUAL(cuStreamQuery(pair.upload), CUDA_ERROR_NOT_READY);   // nobody waited for it
    pair.send(1);
    CHECK_EQUAL(cuStreamSynchronize(pair.upload), CUDA_SUCCESS);
    CHECK_EQUAL(cuStreamSynchronize(pair.upload), CUDA_SUCCESS);
    CHECK_EQUAL(control("get waits cuStreamSynchronize"), 1);
    CHECK_EQUAL(control("get calls cuStreamSynchronize"), 3);
    CHECK(control("get calls") > 10);
}

TEST(theDefaultStreamWaitsForBlockingStreamsOnly) {
    Fixture fixture({"set execution late", "set stream_order forward"});
    CUstream blocking = nullptr;
    CUstream apart = nullptr;
    CHECK_EQUAL(cuStreamCreate(&blocking, 0), CUDA_SUCCESS);
    CHECK_EQUAL(cuStreamCreate(&apart, streamNonBlocking), CUDA_SUCCESS);
    const CUdeviceptr values = fixture.upload({0.0f, 0.0f});
    CHECK_EQUAL(cuMemsetD32Async(values, 0x3f800000, 1, blocking), CUDA_SUCCESS);
    CHECK_EQUAL(cuMemsetD32Async(values + 4, 0x3f800000, 1, apart), CUDA_SUCCESS);
    const std::vector<float> found = fixture.download(values, 2);
    CHECK_EQUAL(found[0], 1.0f);
    CHECK_EQUAL(found[1], 0.0f);
    CHECK_EQUAL(cuCtxSynchronize(), CUDA_SUCCESS);
    CHECK_EQUAL(fixture.download(values, 2)[1], 1.0f);
}
