// Objects behind the opaque pointers of the driver API.
#pragma once

#include <cstdint>
#include <map>
#include <memory>

namespace standin {

// Hands out numbers in place of pointers. kind keeps the numbers of different sorts of objects apart.
template <typename Handle, typename Object>
class Handles {
public:
    explicit Handles(uintptr_t kind) : next_(kind << 40 | 0x1000) {}

    Handle add(Object object) {
        next_ += 0x10;
        objects_[next_] = std::make_unique<Object>(std::move(object));
        return reinterpret_cast<Handle>(next_);
    }

    // Null when the handle is not one of a live object.
    Object* find(Handle handle) const {
        const auto found = objects_.find(reinterpret_cast<uintptr_t>(handle));
        return found == objects_.end() ? nullptr : found->second.get();
    }

    bool remove(Handle handle) { return objects_.erase(reinterpret_cast<uintptr_t>(handle)) != 0; }

    template <typename Condition>
    void removeIf(Condition condition) {
        for (auto position = objects_.begin(); position != objects_.end();) {
            position = condition(*position->second) ? objects_.erase(position) : std::next(position);
        }
    }

    template <typename Visitor>
    void forEach(Visitor visitor) {
        for (auto& [number, object] : objects_) {
            visitor(*object);
        }
    }

    long long count() const { return static_cast<long long>(objects_.size()); }

private:
    uintptr_t next_;
    std::map<uintptr_t, std::unique_ptr<Object>> objects_;
};

}  // namespace standin
