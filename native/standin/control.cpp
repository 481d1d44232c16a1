#include "control.h"

#include <cstdlib>
#include <sstream>

#include "driver.h"

namespace standin {
namespace {

// What is counted, of the device whose number is given, or of all devices when none is.
bool getOfDevice(Driver& driver, const std::string& what, const std::string& number, long long& answer) {
    const int device = number.empty() ? Memory::anyDevice : std::atoi(number.c_str());
    if (what == "launches") {
        answer = 0;
        for (const auto& [launching, count] : driver.launches) {
            answer += device == Memory::anyDevice || device == launching ? count : 0;
        }
    } else if (what == "allocations" || what == "host_allocations") {
        answer = driver.memory.liveCount(what == "host_allocations", device);
    } else if (what == "bytes" || what == "host_bytes") {
        answer = static_cast<long long>(driver.memory.liveBytes(what == "host_bytes", device));
    } else {
        return false;
    }
    return true;
}

bool get(Driver& driver, const std::string& what, const std::string& which, long long& answer) {
    if (what == "calls") {
        answer = driver.faults.calls(which);
    } else if (what == "waits") {
        answer = driver.faults.waits(which);
    } else if (what == "objects") {
        answer = driver.contexts.count() + driver.modules.count() + driver.streams.count() + driver.events.count()
                 + driver.graphs.count() + driver.graphExecs.count();
    } else if (what == "graphs") {
        answer = driver.graphs.count() + driver.graphExecs.count();
    } else if (what == "leaked") {
        answer = driver.leaked;
    } else {
        return getOfDevice(driver, what, which, answer);
    }
    return true;
}

bool execute(Driver& driver, const std::string& command, long long& answer) {
    std::istringstream words(command);
    std::string verb, first, second;
    words >> verb >> first >> second;
    if (!driver.configured) {
        // What the environment says comes first, so that it does not undo this command at cuInit.
        driver.configured = readEnvironment(driver);
    }
    if (verb == "fail") {
        return driver.faults.add(command.substr(verb.size()));
    }
    if (verb == "set") {
        return driver.settings.set(first, second);
    }
    if (verb == "get") {
        return get(driver, first, second, answer);
    }
    if (verb == "forget") {
        driver.faults.clearRules();
        return true;
    }
    if (verb == "reset") {
        driver.reset();
        return true;
    }
    return false;
}

}  // namespace
}  // namespace standin

using namespace standin;

int memn2n_standin_control(const char* command, long long* answer) {
    const std::lock_guard<std::mutex> guard(driver().lock);
    long long value = 0;
    if (command == nullptr || !execute(driver(), command, value)) {
        return driver().fail(CUDA_ERROR_INVALID_VALUE, std::string("not a command of the stand-in: ")
                                                           + (command == nullptr ? "(null)" : command));
    }
    if (answer != nullptr) {
        *answer = value;
    }
    return CUDA_SUCCESS;
}

const char* memn2n_standin_explanation(void) {
    thread_local std::string copy;
    const std::lock_guard<std::mutex> guard(driver().lock);
    copy = driver().explanation();
    return copy.c_str();
}

int memn2n_standin_enter(const char* function) {
    const std::lock_guard<std::mutex> guard(driver().lock);
    return enter(driver(), function).value_or(CUDA_SUCCESS);
}
