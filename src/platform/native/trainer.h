// Trainings of the window: a thread each, which tells what it has by a queue and wakes the window with an event.
#pragma once

#include <memory>
#include <string>

#include "app/training.h"

namespace platform::native {

class Trainers {
public:
    Trainers();
    ~Trainers();  ///< stops all, and waits for them

    void start(std::shared_ptr<const app::TrainingOrder> order);
    /// "pause", "resume", "step", "slow", "fast", "stop", of the training with this id.
    void steer(int id, const std::string& what);
    /// Hands what has been told since to the state; from the window's thread.
    void hear(app::State& state);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// The processor's threads less one, at least one.
int trainers_at_once();

/// Those of this program.
Trainers& trainers();

}  // namespace platform::native
