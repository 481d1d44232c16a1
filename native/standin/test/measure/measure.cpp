// What the stand-in costs: a barrier for one thread, an empty launch, 256 blocks of 256 threads.
#include <algorithm>
#include <chrono>
#include <cstdio>

#include "../fixture.h"

namespace {

// The shortest of several runs of body, in nanoseconds.
template <typename Body>
double shortest(Body body) {
    double best = 1e30;
    for (int i = 0; i < 9; i++) {
        const auto start = std::chrono::steady_clock::now();
        body();
        best = std::min(
            best, std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - start).count());
    }
    return best;
}

void measure(const char* order) {
    const Fixture fixture({order});
    constexpr unsigned side = 256;
    constexpr int barriers = 1000;
    constexpr int launches = 1000;
    const auto launched = [&](const char* name, unsigned grid, unsigned block, auto... arguments) {
        CHECK_EQUAL(fixture.launch(name, grid, block, arguments...), CUDA_SUCCESS);
    };
    const int count = side * side;
    const CUdeviceptr values = fixture.upload(std::vector<float>(count, 1.0f));
    const CUdeviceptr sums = fixture.allocate(side * sizeof(float));
    const double without = shortest([&] { launched("barriers", 1, side, 0); });
    const double with = shortest([&] { launched("barriers", 1, side, barriers); });
    const double launch = shortest([&] {
        for (int i = 0; i < launches; i++) {
            launched("barriers", 1, 1, 0);
        }
    });
    const double add = shortest([&] { launched("add", side, side, count, values, values, values); });
    const double sum = shortest([&] { launched("sum", side, side, count, values, sums); });
    std::printf("%-26s barrier %6.1f ns a thread, launch %6.2f us, 256 x 256 threads: add %6.2f ms, sum %6.2f ms\n",
                order + 4, (with - without) / barriers / side, launch / launches / 1e3, add / 1e6, sum / 1e6);
}

}  // namespace

int main() {
    for (const char* order : {"set thread_order forward", "set thread_order reverse", "set thread_order random:1"}) {
        measure(order);
    }
    return 0;
}
