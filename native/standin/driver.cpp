#include "driver.h"

#include <cstdlib>
#include <cstring>
#include <sstream>

namespace standin {

Driver& driver() {
    // Never destroyed: threads may still be inside when the process ends.
    static Driver* const instance = new Driver;
    return *instance;
}

std::vector<CUcontext>& currentContexts() {
    thread_local std::vector<CUcontext> contexts;
    return contexts;
}

bool readEnvironment(Driver& driver) {
    driver.settings = {};
    for (const char* key :
         {"thread_order", "block_order", "stream_order", "guard", "execution", "report", "alignment", "devices",
          "memory", "capability", "version"}) {
        std::string variable = "MEMN2N_STANDIN_";
        for (const char* letter = key; *letter != '\0'; letter++) {
            variable += static_cast<char>(toupper(*letter));
        }
        const char* const value = std::getenv(variable.c_str());
        if (value != nullptr && !driver.settings.set(key, value)) {
            driver.fail(CUDA_ERROR_INVALID_VALUE, variable + " cannot be '" + value + "'");
            return false;
        }
    }
    const char* const plan = std::getenv("MEMN2N_STANDIN_FAIL");
    std::istringstream rules(plan == nullptr ? "" : plan);
    for (std::string rule; std::getline(rules, rule, ',');) {
        if (!driver.faults.add(rule)) {
            driver.fail(CUDA_ERROR_INVALID_VALUE, "MEMN2N_STANDIN_FAIL cannot hold '" + rule + "'");
            return false;
        }
    }
    return true;
}

std::optional<CUresult> enter(Driver& driver, const char* function) {
    if (const std::optional<CUresult> chosen = driver.faults.count(function)) {
        if (endsContext(*chosen) && !currentContexts().empty()) {
            if (Context* const context = driver.contexts.find(currentContexts().back()); context != nullptr) {
                context->lost = *chosen;
            }
        }
        return driver.fail(*chosen, std::string("the test told ") + function + " to fail");
    }
    const bool usable = driver.initialised || strcmp(function, "cuInit") == 0;
    return usable ? std::nullopt : std::optional(CUDA_ERROR_NOT_INITIALIZED);
}

CUresult current(Driver& driver, Context*& context) {
    if (currentContexts().empty() || currentContexts().back() == nullptr) {
        return CUDA_ERROR_INVALID_CONTEXT;
    }
    context = driver.contexts.find(currentContexts().back());
    return context == nullptr ? CUDA_ERROR_CONTEXT_IS_DESTROYED : context->lost;
}

CUresult Driver::fail(CUresult result, const std::string& explanation) {
    explained_ = result;
    explanation_ = explanation;
    return result;
}

CUcontext Driver::createContext(CUdevice device, bool isPrimary) {
    const CUcontext handle = contexts.add({});
    Context& context = *contexts.find(handle);
    context.handle = handle;
    context.device = device;
    context.primary = isPrimary;
    context.legacyStream.context = handle;
    context.legacyStream.work = context.schedule.open(true);
    return handle;
}

void Driver::destroyContext(CUcontext handle) {
    Context* const context = contexts.find(handle);
    if (context->lost == CUDA_SUCCESS) {
        finish(*context);
    }
    leaked += memory.releaseAll(reinterpret_cast<uint64_t>(handle));
    functions.removeIf([&](const Function& function) { return modules.find(function.module)->context == handle; });
    modules.removeIf([&](const Module& module) { return module.context == handle; });
    streams.removeIf([&](const Stream& stream) { return stream.context == handle; });
    events.removeIf([&](const Event& event) { return event.context == handle; });
    graphExecs.removeIf([&](const GraphExec& exec) { return exec.context == handle; });
    contexts.remove(handle);
}

Stream* Driver::stream(Context& context, CUstream handle) {
    constexpr uintptr_t lastSpecial = 2;
    if (reinterpret_cast<uintptr_t>(handle) <= lastSpecial) {
        return &context.legacyStream;
    }
    Stream* const found = streams.find(handle);
    return found != nullptr && found->context == context.handle ? found : nullptr;
}

CUresult Driver::execute(Context& context, const Operation& operation) {
    const Outcome outcome = operation();
    if (outcome.result != CUDA_SUCCESS) {
        if (endsContext(outcome.result)) {
            context.lost = outcome.result;
            context.schedule.clear();
        }
        return fail(outcome.result, outcome.message);
    }
    return CUDA_SUCCESS;
}

CUresult Driver::submit(Context& context, Stream& stream, Operation operation) {
    if (stream.capture != nullptr) {
        if (stream.capture->invalidated) {
            return CUDA_ERROR_STREAM_CAPTURE_INVALIDATED;
        }
        stream.capture->operations.push_back(std::move(operation));
        return CUDA_SUCCESS;
    }
    if (&stream == &context.legacyStream) {
        bool captures = false;
        streams.forEach([&](Stream& other) {
            captures |= other.context == context.handle && other.capture != nullptr && !other.nonBlocking;
        });
        if (captures) {
            return refuseDuringCapture(context, true);
        }
    }
    if (settings.late && (settings.streamOrder.issued || &stream != &context.legacyStream)) {
        context.schedule.add(*stream.work, std::move(operation));
        return CUDA_SUCCESS;
    }
    // Where streams have an order of their own, work of the default stream is executed at once.
    CUresult result = settings.late ? finishBlocking(context) : finish(context);
    if (result == CUDA_SUCCESS) {
        result = execute(context, operation);
    }
    return settings.reportLate && endsContext(result) ? CUDA_SUCCESS : result;
}

void Driver::submitWait(Context& context, Stream& stream, std::shared_ptr<const Record> awaited) {
    if (settings.late && !awaited->complete) {
        context.schedule.addWait(*stream.work, std::move(awaited));
    }
}

CUresult Driver::executeUntil(Context& context, const std::function<bool()>& done) {
    if (!done()) {
        faults.countWait();
    }
    Operation operation;
    while (!done() && context.schedule.take(settings.streamOrder, operation)) {
        const CUresult result = execute(context, operation);
        if (result != CUDA_SUCCESS) {
            return result;
        }
    }
    return CUDA_SUCCESS;
}

CUresult Driver::finish(Context& context) {
    return executeUntil(context, [&] { return context.schedule.empty(); });
}

CUresult Driver::finish(Context& context, const Stream& stream) {
    return executeUntil(context, [&] { return stream.work->empty(); });
}

CUresult Driver::finish(Context& context, const Record& record) {
    return executeUntil(context, [&] { return record.complete; });
}

CUresult Driver::finishBlocking(Context& context) {
    return settings.streamOrder.issued ? finish(context)
                                       : executeUntil(context, [&] { return context.schedule.blockingEmpty(); });
}

CUresult Driver::refuseDuringCapture(Context& context, bool legacyStream) {
    CUresult result = CUDA_SUCCESS;
    streams.forEach([&](Stream& stream) {
        if (stream.context != context.handle || stream.capture == nullptr) {
            return;
        }
        const bool concerned =
            stream.capture->mode == Capture::Mode::Global
            || (stream.capture->mode == Capture::Mode::ThreadLocal
                && stream.capture->thread == std::this_thread::get_id());
        if (legacyStream && !stream.nonBlocking) {
            result = CUDA_ERROR_STREAM_CAPTURE_IMPLICIT;
        } else if (concerned) {
            result = result == CUDA_SUCCESS ? CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED : result;
        } else {
            return;
        }
        stream.capture->invalidated = true;
    });
    return result;
}

CUresult Driver::refuseWait(Context& context) {
    CUresult result = CUDA_SUCCESS;
    streams.forEach([&](Stream& stream) {
        if (stream.context == context.handle && stream.capture != nullptr) {
            stream.capture->invalidated = true;
            result = CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED;
        }
    });
    return result;
}

void Driver::reset() {
    std::vector<CUcontext> all;
    contexts.forEach([&](const Context& context) { all.push_back(context.handle); });
    for (const CUcontext handle : all) {
        contexts.find(handle)->schedule.clear();
        destroyContext(handle);
    }
    graphs.removeIf([](const Graph&) { return true; });
    currentContexts().clear();
    primaries.clear();
    launches.clear();
    leaked = 0;
    faults = {};
    initialised = false;
    fail(CUDA_SUCCESS, "");
    configured = readEnvironment(*this);
}

}  // namespace standin
