#include "block.h"

uint3 threadIdx;
uint3 blockIdx;
dim3 blockDim;
dim3 gridDim;

namespace standin {

BlockScheduler& blockScheduler() {
    static BlockScheduler scheduler;
    return scheduler;
}

void blockBarrier(Place place) { blockScheduler().waitAtBarrier(place); }

uint64_t warpOperation(
    WarpOperation operation, uint32_t mask, uint64_t value, int argument, int width, Place place) {
    return blockScheduler().warp(operation, mask, value, argument, width, place);
}

void BlockScheduler::begin(const Kernel& kernel, void* const* arguments, dim3 shape, Order& order) {
    kernel_ = &kernel;
    arguments_ = arguments;
    order_ = &order;
    count_ = static_cast<int>(shape.x * shape.y * shape.z);
    failed_ = false;
    if (threads_.size() < static_cast<size_t>(count_)) {
        threads_.resize(static_cast<size_t>(count_));
    }
    int thread = 0;
    for (unsigned z = 0; z < shape.z; z++) {
        for (unsigned y = 0; y < shape.y; y++) {
            for (unsigned x = 0; x < shape.x; x++) {
                threads_[static_cast<size_t>(thread++)].index = {x, y, z};
            }
        }
    }
}

bool BlockScheduler::run() {
    alive_ = count_;
    atBarrier_ = 0;
    for (int i = 0; i < count_; i++) {
        makeReady(i);
        live_[i / laneCount] = i % laneCount == 0 ? 1u : live_[i / laneCount] << 1 | 1u;
        inWarp_[i / laneCount] = 0;
    }
    while (alive_ > 0 && !failed_) {
        const int next = pick();
        if (next >= 0) {
            resume(next);
        } else if (!releaseBarrier()) {
            fail(describeDeadlock());
        }
    }
    if (failed_) {
        abandon();
    }
    return !failed_;
}

void BlockScheduler::abandon() {
    for (Thread& thread : threads_) {
        if (thread.stack != nullptr) {
            stacks_.giveBack(thread.stack);
            thread.stack = nullptr;
        }
    }
    memset(ready_, 0, sizeof(ready_));
}

// ---- choosing and switching --------------------------------------------------------------------------------------

int BlockScheduler::nextReady(int from) const {
    const int words = (count_ + 63) / 64;
    for (int word = from / 64; word < words; word++) {
        uint64_t bits = ready_[word];
        if (word == from / 64) {
            bits &= ~uint64_t{0} << (from % 64);
        }
        if (bits != 0) {
            return word * 64 + __builtin_ctzll(bits);
        }
    }
    return -1;
}

int BlockScheduler::pick() {
    if (order_->kind == Order::Kind::Forward) {
        return nextReady(0);
    }
    if (order_->kind == Order::Kind::Reverse) {
        for (int word = (count_ - 1) / 64; word >= 0; word--) {
            if (ready_[word] != 0) {
                return word * 64 + 63 - __builtin_clzll(ready_[word]);
            }
        }
        return -1;
    }
    const int start = static_cast<int>(order_->generator() % static_cast<uint64_t>(count_));
    const int after = nextReady(start);
    return after >= 0 ? after : nextReady(0);
}

void BlockScheduler::makeReady(int thread) {
    threads_[static_cast<size_t>(thread)].state = State::Ready;
    ready_[thread / 64] |= uint64_t{1} << (thread % 64);
}

void BlockScheduler::resume(int thread) {
    Thread& next = threads_[static_cast<size_t>(thread)];
    ready_[thread / 64] &= ~(uint64_t{1} << (thread % 64));
    current_ = thread;
    ::threadIdx = next.index;
    if (next.stack == nullptr) {
        // Taken at the first run: a thread that never waits reuses the stack of the one before it.
        next.stack = stacks_.take();
        prepare(next.execution, *next.stack, &BlockScheduler::threadMain);
    }
    switchTo(scheduler_, next.execution);
}

void BlockScheduler::suspend() { switchTo(threads_[static_cast<size_t>(current_)].execution, scheduler_); }

void BlockScheduler::threadMain() {
    BlockScheduler& scheduler = blockScheduler();
    scheduler.kernel_->invoke(scheduler.arguments_);
    scheduler.end(scheduler.current_);
    scheduler.suspend();
}

void BlockScheduler::end(int thread) {
    Thread& ended = threads_[static_cast<size_t>(thread)];
    ended.state = State::Ended;
    stacks_.giveBack(ended.stack);
    ended.stack = nullptr;
    alive_--;
    const int warp = thread / laneCount;
    live_[warp] &= ~(1u << (thread % laneCount));
    // Lanes that waited only for this one may go on.
    uint32_t waiting = inWarp_[warp];
    while (waiting != 0) {
        const int lane = __builtin_ctz(waiting);
        completeWarp(warp, threads_[static_cast<size_t>(warp * laneCount + lane)]);
        waiting &= inWarp_[warp] & ~(1u << lane);
    }
}

// ---- barriers ----------------------------------------------------------------------------------------------------

void BlockScheduler::waitAtBarrier(Place place) {
    Thread& thread = threads_[static_cast<size_t>(current_)];
    thread.state = State::AtBarrier;
    thread.place = place;
    atBarrier_++;
    suspend();
}

bool BlockScheduler::releaseBarrier() {
    if (atBarrier_ != count_) {
        return false;
    }
    for (int i = 1; i < count_; i++) {
        if (!samePlace(threads_[static_cast<size_t>(i)].place, threads_[0].place)) {
            return false;
        }
    }
    atBarrier_ = 0;
    for (int i = 0; i < count_; i++) {
        makeReady(i);
    }
    return true;
}

}  // namespace standin
