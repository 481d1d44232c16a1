#include "control.h"

#include <sstream>

#include "driver.h"

namespace standin {
namespace {

bool get(Driver& driver, const std::string& what, const std::string& function, long long& answer) {
    if (what == "calls") {
        answer = driver.faults.calls(function);
    } else if (what == "launches") {
        answer = driver.launches;
    } else if (what == "allocations" || what == "host_allocations") {
        answer = driver.memory.liveCount(what == "host_allocations");
    } else if (what == "bytes" || what == "host_bytes") {
        answer = static_cast<long long>(driver.memory.liveBytes(what == "host_bytes"));
    } else if (what == "objects") {
        answer = driver.contexts.count() + driver.modules.count() + driver.streams.count() + driver.events.count()
                 + driver.graphs.count() + driver.graphExecs.count();
    } else if (what == "leaked") {
        answer = driver.leaked;
    } else {
        return false;
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
    return enter(driver(), function);
}
