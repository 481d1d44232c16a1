// Streams and events.
#include "driver.h"

using namespace standin;

namespace {

// What a call that asks about a stream's progress must return first.
CUresult settle(Driver& driver, Context& context, const Stream& stream) {
    if (stream.capture != nullptr) {
        stream.capture->invalidated = true;
        return CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED;
    }
    return &stream == &context.legacyStream ? driver.finishBlocking(context) : driver.finish(context, stream);
}

CUresult createStream(Driver& driver, Context& context, CUstream* stream, unsigned flags) {
    if (stream == nullptr || flags > streamNonBlocking) {
        return CUDA_ERROR_INVALID_VALUE;
    }
    const bool nonBlocking = flags == streamNonBlocking;
    *stream = driver.streams.add({context.handle, nonBlocking, context.schedule.open(!nonBlocking), nullptr});
    return CUDA_SUCCESS;
}

Event* eventOf(Driver& driver, const Context& context, CUevent handle) {
    Event* const event = driver.events.find(handle);
    return event != nullptr && event->context == context.handle ? event : nullptr;
}

}  // namespace

CUDA_API cuStreamCreate(CUstream* stream, unsigned flags) {
    return callInContext(
        __func__, [&](Driver& driver, Context& context) { return createStream(driver, context, stream, flags); });
}

CUDA_API cuStreamCreateWithPriority(CUstream* stream, unsigned flags, int) {
    return callInContext(
        __func__, [&](Driver& driver, Context& context) { return createStream(driver, context, stream, flags); });
}

CUDA_API cuStreamDestroy_v2(CUstream handle) {
    return callInContext(__func__, [&](Driver& driver, Context& context) {
        const Stream* const stream = driver.stream(context, handle);
        if (stream == nullptr || stream == &context.legacyStream) {
            return CUDA_ERROR_INVALID_HANDLE;
        }
        driver.streams.remove(handle);
        return CUDA_SUCCESS;
    });
}

CUDA_API cuStreamSynchronize(CUstream handle) {
    return callInContext(__func__, [&](Driver& driver, Context& context) {
        const Stream* const stream = driver.stream(context, handle);
        return stream == nullptr ? CUDA_ERROR_INVALID_HANDLE : settle(driver, context, *stream);
    });
}

// With late execution the first question after new work is answered "not ready", and the work is done then.
CUDA_API cuStreamQuery(CUstream handle) {
    return callInContext(__func__, [&](Driver& driver, Context& context) {
        const Stream* const stream = driver.stream(context, handle);
        if (stream == nullptr) {
            return CUDA_ERROR_INVALID_HANDLE;
        }
        const bool busy = !stream->work->empty();
        const CUresult result = settle(driver, context, *stream);
        return result == CUDA_SUCCESS && busy ? CUDA_ERROR_NOT_READY : result;
    });
}

CUDA_API cuStreamWaitEvent(CUstream streamHandle, CUevent eventHandle, unsigned) {
    return callInContext(__func__, [&](Driver& driver, Context& context) {
        Stream* const stream = driver.stream(context, streamHandle);
        const Event* const event = eventOf(driver, context, eventHandle);
        if (stream == nullptr || event == nullptr) {
            return CUDA_ERROR_INVALID_HANDLE;
        }
        const bool recorded = event->captured || event->record != nullptr;
        if (recorded && event->capture.lock() != stream->capture) {
            return driver.fail(CUDA_ERROR_STREAM_CAPTURE_ISOLATION,
                               "the stand-in captures one stream at a time: the event belongs to other work");
        }
        if (recorded && !event->captured) {
            driver.submitWait(context, *stream, event->record);
        }
        return CUDA_SUCCESS;
    });
}

CUDA_API cuEventCreate(CUevent* event, unsigned flags) {
    return callInContext(__func__, [&](Driver& driver, Context& context) {
        if (event == nullptr) {
            return CUDA_ERROR_INVALID_VALUE;
        }
        Event created = {};
        created.context = context.handle;
        created.timing = (flags & eventDisableTiming) == 0;
        *event = driver.events.add(std::move(created));
        return CUDA_SUCCESS;
    });
}

CUDA_API cuEventDestroy_v2(CUevent handle) {
    return callInContext(__func__, [&](Driver& driver, Context& context) {
        if (eventOf(driver, context, handle) == nullptr) {
            return CUDA_ERROR_INVALID_HANDLE;
        }
        driver.events.remove(handle);
        return CUDA_SUCCESS;
    });
}

CUDA_API cuEventRecord(CUevent eventHandle, CUstream streamHandle) {
    return callInContext(__func__, [&](Driver& driver, Context& context) {
        Stream* const stream = driver.stream(context, streamHandle);
        Event* const event = eventOf(driver, context, eventHandle);
        if (stream == nullptr || event == nullptr) {
            return CUDA_ERROR_INVALID_HANDLE;
        }
        event->capture = stream->capture;
        event->captured = stream->capture != nullptr;
        if (event->captured) {
            return CUDA_SUCCESS;   // orders the captured work, which is in order anyway
        }
        event->record = std::make_shared<Record>();
        return driver.submit(context, *stream, [record = event->record]() -> Outcome {
            record->complete = true;
            record->time = std::chrono::steady_clock::now();
            return {CUDA_SUCCESS, ""};
        });
    });
}

CUDA_API cuEventSynchronize(CUevent handle) {
    return callInContext(__func__, [&](Driver& driver, Context& context) {
        const Event* const event = eventOf(driver, context, handle);
        if (event == nullptr) {
            return CUDA_ERROR_INVALID_HANDLE;
        }
        if (event->captured) {
            return CUDA_ERROR_CAPTURED_EVENT;
        }
        return event->record == nullptr ? CUDA_SUCCESS : driver.finish(context, *event->record);
    });
}

CUDA_API cuEventQuery(CUevent handle) {
    return callInContext(__func__, [&](Driver& driver, Context& context) {
        const Event* const event = eventOf(driver, context, handle);
        if (event == nullptr) {
            return CUDA_ERROR_INVALID_HANDLE;
        }
        if (event->captured) {
            return CUDA_ERROR_CAPTURED_EVENT;
        }
        if (event->record == nullptr || event->record->complete) {
            return CUDA_SUCCESS;
        }
        const CUresult result = driver.finish(context, *event->record);
        return result == CUDA_SUCCESS ? CUDA_ERROR_NOT_READY : result;
    });
}

CUDA_API cuEventElapsedTime(float* milliseconds, CUevent startHandle, CUevent endHandle) {
    return callInContext(__func__, [&](Driver& driver, Context& context) {
        const Event* const start = eventOf(driver, context, startHandle);
        const Event* const end = eventOf(driver, context, endHandle);
        if (start == nullptr || end == nullptr || !start->timing || !end->timing
            || start->record == nullptr || end->record == nullptr) {
            return CUDA_ERROR_INVALID_HANDLE;
        }
        if (!start->record->complete || !end->record->complete) {
            return CUDA_ERROR_NOT_READY;
        }
        *milliseconds = std::chrono::duration<float, std::milli>(end->record->time - start->record->time).count();
        return CUDA_SUCCESS;
    });
}
