#include "schedule.h"

#include <algorithm>

namespace standin {

std::shared_ptr<WorkQueue> Schedule::open(bool blocking) {
    // Queues of streams that were destroyed, and have done what they had to.
    queues_.erase(
        std::remove_if(queues_.begin(), queues_.end(),
                       [](const auto& queue) { return queue.use_count() == 1 && queue->empty(); }),
        queues_.end());
    queues_.push_back(std::make_shared<WorkQueue>(blocking));
    return queues_.back();
}

void Schedule::add(WorkQueue& queue, Operation operation) {
    queue.work_.push_back({std::move(operation), nullptr, issued_++});
}

void Schedule::addWait(WorkQueue& queue, std::shared_ptr<const Record> awaited) {
    queue.work_.push_back({nullptr, std::move(awaited), issued_++});
}

void Schedule::dropDoneWaits() {
    for (const auto& queue : queues_) {
        while (!queue->empty() && queue->work_.front().awaited != nullptr && queue->work_.front().awaited->complete) {
            queue->work_.pop_front();
        }
    }
}

bool Schedule::take(StreamOrder& order, Operation& operation) {
    dropDoneWaits();
    std::vector<WorkQueue*> ready;
    for (const auto& queue : queues_) {
        if (!queue->empty() && queue->work_.front().awaited == nullptr) {
            ready.push_back(queue.get());
        }
    }
    if (ready.empty()) {
        return false;
    }
    WorkQueue* chosen = ready.front();
    if (order.issued) {
        chosen = *std::min_element(ready.begin(), ready.end(), [](const WorkQueue* a, const WorkQueue* b) {
            return a->work_.front().number < b->work_.front().number;
        });
    } else if (order.order.kind == Order::Kind::Reverse) {
        chosen = ready.back();
    } else if (order.order.kind == Order::Kind::Random) {
        chosen = ready[order.order.generator() % ready.size()];
    }
    operation = std::move(chosen->work_.front().operation);
    chosen->work_.pop_front();
    dropDoneWaits();
    return true;
}

bool Schedule::empty() const {
    return std::all_of(queues_.begin(), queues_.end(), [](const auto& queue) { return queue->empty(); });
}

bool Schedule::blockingEmpty() const {
    return std::all_of(
        queues_.begin(), queues_.end(), [](const auto& queue) { return queue->empty() || !queue->blocking(); });
}

void Schedule::clear() {
    for (const auto& queue : queues_) {
        queue->work_.clear();
    }
}

}  // namespace standin
