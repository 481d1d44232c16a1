// Each planted error of kernels.cu is caught, and the message says where.
#include <cmath>
#include <cstring>

#include "fixture.h"

namespace {

// The launch must fail with the code, and the explanation must contain each part.
void expectFailure(
    const Fixture&, CUresult actual, CUresult expected, std::initializer_list<const char*> parts) {
    CHECK_EQUAL(actual, expected);
    for (const char* part : parts) {
        CHECK_CONTAINS(explanation(), part);
    }
}

std::vector<float> resultOfRace(const char* order) {
    const Fixture fixture({order});
    const CUdeviceptr results = fixture.allocate(256 * sizeof(float));
    CHECK_EQUAL(fixture.launch("race", 1, 256, results), CUDA_SUCCESS);
    return fixture.download(results, 256);
}

}  // namespace

TEST(raceShowsAsDifferentResults) {
    const std::vector<float> forward = resultOfRace("set thread_order forward");
    const std::vector<float> reverse = resultOfRace("set thread_order reverse");
    const std::vector<float> random = resultOfRace("set thread_order random:4");
    CHECK(memcmp(forward.data(), reverse.data(), 256 * sizeof(float)) != 0);
    CHECK(memcmp(forward.data(), random.data(), 256 * sizeof(float)) != 0);
    // And as NaN, since nobody wrote the neighbour's element before.
    CHECK(std::isnan(forward[0]));
}

TEST(raceOfBlocksShowsAsDifferentResults) {
    float results[3];
    int next = 0;
    for (const char* order : {"set block_order forward", "set block_order reverse", "set block_order random:9"}) {
        const Fixture fixture({order});
        const CUdeviceptr value = fixture.upload({0.0f});
        CHECK_EQUAL(fixture.launch("block_race", 10, 1, value), CUDA_SUCCESS);
        results[next++] = fixture.download(value, 1)[0];
    }
    CHECK(results[0] != results[1] && results[0] != results[2] && results[1] != results[2]);
}

TEST(missedBarrier) {
    for (const char* order : {"set thread_order forward", "set thread_order reverse", "set thread_order random:8"}) {
        const Fixture fixture({order});
        CHECK_EQUAL(fixture.launch("missed_barrier", 2, 64, 64), CUDA_SUCCESS);
        expectFailure(fixture, fixture.launch("missed_barrier", 2, 64, 40), CUDA_ERROR_LAUNCH_FAILED,
                      {"kernel missed_barrier, block (", "thread (0, 0, 0) waits at the barrier at ", "kernels.cu:",
                       "thread (40, 0, 0) has ended"});
    }
}

TEST(differentBarriersAreNotOne) {
    const Fixture fixture;
    expectFailure(fixture, fixture.launch("two_barriers", 1, 32), CUDA_ERROR_LAUNCH_FAILED,
                  {"thread (1, 0, 0) waits at another barrier"});
}

TEST(wrongMasks) {
    const Fixture fixture;
    CHECK_EQUAL(fixture.launch("wrong_mask", 1, 32, 0xfffffff7u), CUDA_SUCCESS);
    expectFailure(fixture, fixture.launch("wrong_mask", 1, 32, 0xffffffffu), CUDA_ERROR_LAUNCH_FAILED,
                  {"thread (3, 0, 0) waits at the barrier", "thread (0, 0, 0) waits for lanes of its warp"});
    const Fixture again;
    expectFailure(again, again.launch("lane_not_in_mask", 1, 32), CUDA_ERROR_LAUNCH_FAILED,
                  {"thread (31, 0, 0) is not in the mask 0x7fffffff"});
}

TEST(shuffleFromEndedLaneIsPoison) {
    const Fixture fixture;
    const CUdeviceptr results = fixture.upload(std::vector<float>(16, 0.0f));
    CHECK_EQUAL(fixture.launch("ended_source", 1, 32, results), CUDA_SUCCESS);
    CHECK(std::isnan(fixture.download(results, 16)[3]));
}

TEST(readsOutOfBounds) {
    {
        const Fixture fixture;
        const CUdeviceptr values = fixture.upload(std::vector<float>(100, 1.0f));
        const CUdeviceptr result = fixture.allocate(sizeof(float));
        CHECK_EQUAL(fixture.launch("read_at", 1, 32, 99LL, values, result), CUDA_SUCCESS);
        expectFailure(fixture, fixture.launch("read_at", 3, 32, 100LL, values, result), CUDA_ERROR_ILLEGAL_ADDRESS,
                      {"kernel read_at, block (0, 0, 0), thread (5, 0, 0): read 0 bytes past the end of device "
                       "allocation ", "(400 bytes)"});
    }
    {
        const Fixture fixture({"set guard beginning"});
        const CUdeviceptr values = fixture.upload(std::vector<float>(100, 1.0f));
        expectFailure(fixture, fixture.launch("read_at", 1, 32, -1LL, values, values), CUDA_ERROR_ILLEGAL_ADDRESS,
                      {"read 4 bytes before the beginning of device allocation "});
    }
    {
        // Far away, in memory that is nobody's.
        const Fixture fixture;
        const CUdeviceptr values = fixture.upload({1.0f});
        expectFailure(fixture, fixture.launch("read_at", 1, 32, 0x7ffdead1LL, values, values),
                      CUDA_ERROR_ILLEGAL_ADDRESS, {"read far from every live allocation"});
    }
}

TEST(alignmentDecidesHowCloseTheGuardIs) {
    for (const bool close : {false, true}) {
        const Fixture fixture({close ? "set alignment 4" : "set alignment 256"});
        const CUdeviceptr values = fixture.upload(std::vector<float>(3, 1.0f));
        CHECK(close || values % 256 == 0);
        const CUresult result = fixture.launch("read_at", 1, 32, 3LL, values, values);
        CHECK_EQUAL(result, close ? CUDA_ERROR_ILLEGAL_ADDRESS : CUDA_SUCCESS);
    }
}

TEST(writesOutOfBounds) {
    {
        const Fixture fixture;
        const CUdeviceptr values = fixture.allocate(400);
        expectFailure(fixture, fixture.launch("write_at", 1, 32, 100LL, values), CUDA_ERROR_ILLEGAL_ADDRESS,
                      {"thread (5, 0, 0): write 0 bytes past the end"});
    }
    {
        // Not next to an unmapped page: found afterwards.
        const Fixture fixture;
        const CUdeviceptr values = fixture.allocate(400);
        expectFailure(fixture, fixture.launch("write_at", 1, 32, -3LL, values), CUDA_ERROR_ILLEGAL_ADDRESS,
                      {"kernel write_at: a write 12 bytes before the beginning of device allocation "});
    }
    {
        const Fixture fixture({"set guard beginning"});
        const CUdeviceptr values = fixture.allocate(400);
        expectFailure(fixture, fixture.launch("write_at", 1, 32, 101LL, values), CUDA_ERROR_ILLEGAL_ADDRESS,
                      {"kernel write_at: a write 4 bytes past the end of device allocation "});
    }
}

TEST(freedMemoryFaults) {
    const Fixture fixture;
    const CUdeviceptr values = fixture.allocate(400);
    const CUdeviceptr result = fixture.allocate(4);
    CHECK_EQUAL(cuMemFree_v2(values), CUDA_SUCCESS);
    // As an argument it is found before the launch, inside a struct when it is used.
    expectFailure(fixture, fixture.launch("read_at", 1, 32, 0LL, values, result), CUDA_ERROR_ILLEGAL_ADDRESS,
                  {"argument 1 is not an address of live device memory"});
    struct Scales {
        CUdeviceptr sources[2];
        float factors[2];
        int count;
    };
    Fixture again;
    again.sharedBytes = 64;
    const CUdeviceptr stale = again.allocate(400);
    const CUdeviceptr target = again.allocate(400);
    CHECK_EQUAL(cuMemFree_v2(stale), CUDA_SUCCESS);
    expectFailure(again, again.launch("scale_reversed", 1, 16, Scales{{stale, stale}, {1, 1}, 16}, target),
                  CUDA_ERROR_ILLEGAL_ADDRESS, {"thread (0, 0, 0): read"});
}

TEST(hostMemoryIsNotDeviceMemory) {
    const Fixture fixture;
    float host = 1.0f;
    float* const address = &host;
    expectFailure(fixture, fixture.launch("read_at", 1, 32, 0LL, address, fixture.allocate(4)),
                  CUDA_ERROR_ILLEGAL_ADDRESS, {"kernel read_at: argument 1"});
}

TEST(nullPointerFaults) {
    const Fixture fixture;
    expectFailure(fixture, fixture.launch("read_at", 1, 32, 0LL, CUdeviceptr{0}, fixture.allocate(4)),
                  CUDA_ERROR_ILLEGAL_ADDRESS, {"thread (5, 0, 0): read"});
}

TEST(misalignedAccess) {
    const Fixture fixture;
    const CUdeviceptr values = fixture.upload(std::vector<float>(8, 1.0f));
    expectFailure(fixture, fixture.launch("copy4", 1, 1, 1, values + 4, values), CUDA_ERROR_ILLEGAL_ADDRESS,
                  {"kernel copy4, block (0, 0, 0), thread (0, 0, 0): index outside", "misaligned address"});
}

TEST(sharedMemoryBounds) {
    const Fixture fixture;
    expectFailure(fixture, fixture.launch("shared_index", 1, 32, 8, fixture.allocate(4)), CUDA_ERROR_ILLEGAL_ADDRESS,
                  {"index outside a fixed-size array"});
    Fixture again;
    again.sharedBytes = 64;
    CHECK_EQUAL(again.launch("dynamic_index", 1, 32, 15, again.allocate(4)), CUDA_SUCCESS);
    expectFailure(again, again.launch("dynamic_index", 1, 32, 16, again.allocate(4)), CUDA_ERROR_ILLEGAL_ADDRESS,
                  {"thread (0, 0, 0): read"});
}

TEST(memoryNobodyWroteIsNaN) {
    Fixture fixture;
    fixture.sharedBytes = 64;
    const CUdeviceptr results = fixture.allocate(2 * sizeof(float));
    const std::vector<float> fresh = fixture.download(results, 2);
    CHECK(std::isnan(fresh[0]) && std::isnan(fresh[1]));
    double wide;
    memcpy(&wide, fresh.data(), sizeof(wide));
    CHECK(std::isnan(wide));
    CHECK_EQUAL(fixture.launch("shared_unwritten", 2, 32, results), CUDA_SUCCESS);
    const std::vector<float> shared = fixture.download(results, 2);
    CHECK(std::isnan(shared[0]) && std::isnan(shared[1]));
}

TEST(divisionByZeroAndDeepRecursion) {
    const Fixture fixture;
    expectFailure(fixture, fixture.launch("divide", 1, 1, 0, fixture.allocate(4)), CUDA_ERROR_LAUNCH_FAILED,
                  {"kernel divide, block (0, 0, 0), thread (0, 0, 0): integer division by zero"});
    const Fixture again;
    CHECK_EQUAL(again.launch("deep", 1, 1, 10, again.allocate(4)), CUDA_SUCCESS);
    CHECK_EQUAL(again.launch("deep", 1, 1, 1000, again.allocate(4)), CUDA_ERROR_ILLEGAL_ADDRESS);
}

TEST(manyFailuresLeaveNothingBehind) {
    for (int i = 0; i < 200; i++) {
        const Fixture fixture({"set thread_order random:2"});
        CHECK_EQUAL(fixture.launch("missed_barrier", 1, 256, 100), CUDA_ERROR_LAUNCH_FAILED);
        const Fixture again;
        CHECK_EQUAL(again.launch("read_at", 1, 32, 100000LL, again.allocate(4), CUdeviceptr{0}),
                    CUDA_ERROR_ILLEGAL_ADDRESS);
    }
}
