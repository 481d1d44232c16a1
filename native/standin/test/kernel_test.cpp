// Right kernels give right results, the same bits in every order of threads and blocks.
#include <cmath>
#include <cstring>

#include "fixture.h"

namespace {

constexpr const char* threadOrders[] = {"set thread_order forward", "set thread_order reverse",
                                        "set thread_order random:1", "set thread_order random:77"};
constexpr const char* blockOrders[] = {"set block_order forward", "set block_order reverse",
                                       "set block_order random:5"};

std::vector<float> noise(size_t count) {
    std::vector<float> values(count);
    unsigned state = 12345;
    for (float& value : values) {
        state = state * 1664525u + 1013904223u;
        value = static_cast<float>(static_cast<int>(state >> 8) - (1 << 23)) / 1000.0f;
    }
    return values;
}

bool sameBits(const std::vector<float>& a, const std::vector<float>& b) {
    return a.size() == b.size() && memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0;
}

}  // namespace

TEST(addsVectorsOfAwkwardSizes) {
    for (const size_t count : {1, 31, 32, 33, 255, 256, 257, 1000}) {
        const Fixture fixture;
        const std::vector<float> a = noise(count);
        const CUdeviceptr target = fixture.allocate(count * sizeof(float));
        CHECK_EQUAL(fixture.launch("add", static_cast<unsigned>((count + 255) / 256), 256, static_cast<int>(count),
                                   fixture.upload(a), fixture.upload(a), target),
                    CUDA_SUCCESS);
        const std::vector<float> sum = fixture.download(target, count);
        for (size_t i = 0; i < count; i++) {
            CHECK_EQUAL(sum[i], a[i] + a[i]);
        }
    }
}

TEST(reductionHasTheSameBitsInEveryOrder) {
    const std::vector<float> values = noise(5000);
    double expected = 0;
    for (const float value : values) {
        expected += value;
    }
    std::vector<float> first;
    for (const char* threads : threadOrders) {
        for (const char* blocks : blockOrders) {
            const Fixture fixture({threads, blocks});
            const CUdeviceptr sums = fixture.allocate(4 * sizeof(float));
            CHECK_EQUAL(fixture.launch("sum", 4, 256, 5000, fixture.upload(values), sums), CUDA_SUCCESS);
            const std::vector<float> result = fixture.download(sums, 4);
            CHECK(std::fabs(result[0] + result[1] + result[2] + result[3] - expected) <= 1e-6 * 5000 * 8400);
            first = first.empty() ? result : first;
            CHECK(sameBits(result, first));
        }
    }
}

TEST(structByValueAndDynamicSharedMemory) {
    struct Scales {
        CUdeviceptr sources[2];
        float factors[2];
        int count;
    };
    for (const char* threads : threadOrders) {
        Fixture fixture({threads});
        fixture.sharedBytes = 64 * sizeof(float);
        const std::vector<float> a = noise(100);
        const Scales scales = {{fixture.upload(a), fixture.upload(a)}, {2.0f, -3.0f}, 100};
        const CUdeviceptr target = fixture.allocate(128 * sizeof(float));
        CHECK_EQUAL(fixture.launch("scale_reversed", 2, 64, scales, target), CUDA_SUCCESS);
        const std::vector<float> result = fixture.download(target, 128);
        for (size_t i = 0; i < 128; i++) {
            const size_t source = i / 64 * 64 + 63 - i % 64;
            CHECK_EQUAL(result[i], source < 100 ? a[source] * 2.0f + a[source] * -3.0f : 0.0f);
        }
    }
}

TEST(warpFunctions) {
    for (const char* threads : threadOrders) {
        const Fixture fixture({threads});
        const CUdeviceptr results = fixture.allocate(7 * 32 * 4);
        CHECK_EQUAL(fixture.launch("warp_functions", 1, 32, results), CUDA_SUCCESS);
        unsigned rows[7][32];
        CHECK_EQUAL(cuMemcpyDtoH_v2(rows, results, sizeof(rows)), CUDA_SUCCESS);
        for (unsigned lane = 0; lane < 32; lane++) {
            CHECK_EQUAL(rows[0][lane], 25);
            CHECK_EQUAL(rows[1][lane], lane % 8 < 3 ? lane : lane - 3);
            CHECK_EQUAL(rows[2][lane], lane % 8 > 4 ? lane : lane + 3);
            CHECK_EQUAL(rows[3][lane], lane ^ 9);
            CHECK_EQUAL(rows[4][lane], 0x49249249u);
            CHECK_EQUAL(rows[5][lane], 3);
            if (lane < 4) {
                CHECK_EQUAL(rows[6][lane], lane ^ 1);
            }
        }
    }
}

TEST(threeDimensionalLaunchesSeeEveryThreadOnce) {
    const Fixture fixture;
    const CUdeviceptr sums = fixture.upload(std::vector<float>(6, 0.0f));
    int count = 6;
    CUdeviceptr a = fixture.upload(noise(6));
    CUdeviceptr target = sums;
    void* values[] = {&count, &a, &a, &target};
    CHECK_EQUAL(cuLaunchKernel(fixture.function("add"), 2, 3, 2, 3, 2, 2, 0, nullptr, values, nullptr), CUDA_SUCCESS);
    CHECK_EQUAL(fixture.download(sums, 6)[5], 2 * fixture.download(a, 6)[5]);
}

TEST(largestBlock) {
    const Fixture fixture({"set thread_order random:3"});
    const CUdeviceptr sums = fixture.allocate(sizeof(float));
    CHECK_EQUAL(fixture.launch("sum", 1, 1024, 1024, fixture.upload(std::vector<float>(1024, 1.0f)), sums),
                CUDA_SUCCESS);
    CHECK_EQUAL(fixture.download(sums, 1)[0], 1024.0f);
}
