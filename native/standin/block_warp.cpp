// Warp functions: lanes wait for each other, then all results are computed at once.
#include "block.h"
#include "poison.h"

namespace standin {

uint64_t BlockScheduler::warp(
    WarpOperation operation, uint32_t mask, uint64_t value, int argument, int width, Place place) {
    Thread& thread = threads_[static_cast<size_t>(current_)];
    thread.place = place;
    thread.request = {operation, mask, value, argument, width};
    thread.state = State::AtWarp;
    const int lane = current_ % laneCount;
    if ((mask >> lane & 1u) == 0) {
        fail(describe(current_) + " is not in the mask " + hex(mask) + " it passes" + describePlace(current_));
    } else if (width < 1 || width > laneCount || (width & (width - 1)) != 0) {
        fail(describe(current_) + " shuffles with width " + std::to_string(width)
             + ", which is not a power of two up to 32" + describePlace(current_));
    } else {
        inWarp_[current_ / laneCount] |= 1u << lane;
        completeWarp(current_ / laneCount, thread);
    }
    suspend();
    return thread.result;
}

void BlockScheduler::completeWarp(int warp, const Thread& example) {
    const WarpRequest request = example.request;
    const uint32_t present = request.mask & live_[warp];
    if ((present & inWarp_[warp]) != present) {
        return;
    }
    Thread* const lanes = &threads_[static_cast<size_t>(warp * laneCount)];
    for (uint32_t rest = present; rest != 0; rest &= rest - 1) {
        const Thread& other = lanes[__builtin_ctz(rest)];
        if (other.request.mask != request.mask || other.request.operation != request.operation
            || !samePlace(other.place, example.place)) {
            return;
        }
    }
    for (uint32_t rest = present; rest != 0; rest &= rest - 1) {
        const int lane = __builtin_ctz(rest);
        lanes[lane].result = warpResult(warp, lane, present);
        makeReady(warp * laneCount + lane);
    }
    inWarp_[warp] &= ~present;
}

uint64_t BlockScheduler::warpResult(int warp, int lane, uint32_t present) const {
    const Thread* const lanes = &threads_[static_cast<size_t>(warp * laneCount)];
    const WarpRequest& own = lanes[lane].request;
    const int first = lane & ~(own.width - 1);
    int source = lane;
    switch (own.operation) {
        case WarpOperation::Synchronise:
            return 0;
        case WarpOperation::Ballot: {
            uint64_t votes = 0;
            for (uint32_t rest = present; rest != 0; rest &= rest - 1) {
                const int voter = __builtin_ctz(rest);
                votes |= lanes[voter].request.value << voter;
            }
            return votes;
        }
        case WarpOperation::Shuffle:
            source = first + (own.argument & (own.width - 1));
            break;
        case WarpOperation::ShuffleUp:
            source = lane - own.argument >= first ? lane - own.argument : lane;
            break;
        case WarpOperation::ShuffleDown:
            source = lane + own.argument < first + own.width ? lane + own.argument : lane;
            break;
        case WarpOperation::ShuffleXor:
            source = (lane ^ own.argument) < first + own.width ? lane ^ own.argument : lane;
            break;
    }
    constexpr uint64_t undefined = uint64_t{freshPoison} << 32 | freshPoison;
    const bool defined = source >= 0 && source < laneCount && (present >> source & 1u) != 0;
    return defined ? lanes[source].request.value : undefined;
}

}  // namespace standin
