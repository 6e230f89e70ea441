// Threads that share out numbered pieces of work; none where the build has no threads (the page).
#pragma once

#include <functional>
#include <memory>

namespace nn {

class Workers {
public:
    /// At least one; the caller's own thread is the first.
    explicit Workers(int threads);
    ~Workers();
    Workers(Workers&&) noexcept;
    Workers& operator=(Workers&&) noexcept;

    int count() const;
    /// Calls work(piece, worker) for every piece 0 .. pieces - 1, in any order, and returns when all are done.  A
    /// result must not depend on which worker made it.
    void each(int pieces, const std::function<void(int piece, int worker)>& work);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace nn
