// A small pool of threads.
#include "nn/workers.h"

#include <algorithm>

#if !defined(__EMSCRIPTEN__) || defined(__EMSCRIPTEN_PTHREADS__)
#define NN_THREADS 1
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>
#endif

namespace nn {

#ifdef NN_THREADS

struct Workers::Impl {
    std::vector<std::thread> threads;
    std::mutex mutex;
    std::condition_variable start, finished;
    const std::function<void(int, int)>* work = nullptr;
    std::atomic<int> next{0};
    int pieces = 0, running = 0;
    unsigned long round = 0;
    bool stop = false;

    void take_pieces(int worker) {
        for (int piece = next++; piece < pieces; piece = next++) (*work)(piece, worker);
    }
    void loop(int worker);
};

void Workers::Impl::loop(int worker) {
    unsigned long seen = 0;
    while (true) {
        {
            std::unique_lock lock(mutex);
            start.wait(lock, [&] { return stop || round != seen; });
            if (stop) return;
            seen = round;
        }
        take_pieces(worker);
        const std::lock_guard lock(mutex);
        if (--running == 0) finished.notify_one();
    }
}

Workers::Workers(int threads) : impl_(std::make_unique<Impl>()) {
    for (int i = 1; i < threads; ++i) impl_->threads.emplace_back([impl = impl_.get(), i] { impl->loop(i); });
}

Workers::~Workers() {
    if (!impl_) return;
    {
        const std::lock_guard lock(impl_->mutex);
        impl_->stop = true;
    }
    impl_->start.notify_all();
    for (std::thread& t : impl_->threads) t.join();
}

int Workers::count() const { return static_cast<int>(impl_->threads.size()) + 1; }

void Workers::each(int pieces, const std::function<void(int, int)>& work) {
    {
        const std::lock_guard lock(impl_->mutex);
        impl_->work = &work;
        impl_->pieces = pieces;
        impl_->next = 0;
        impl_->running = static_cast<int>(impl_->threads.size());
        ++impl_->round;
    }
    impl_->start.notify_all();
    impl_->take_pieces(0);
    std::unique_lock lock(impl_->mutex);
    impl_->finished.wait(lock, [&] { return impl_->running == 0; });
}

#else

struct Workers::Impl {};
Workers::Workers(int) : impl_(std::make_unique<Impl>()) {}
Workers::~Workers() = default;
int Workers::count() const { return 1; }
void Workers::each(int pieces, const std::function<void(int, int)>& work) {
    for (int piece = 0; piece < pieces; ++piece) work(piece, 0);
}

#endif

Workers::Workers(Workers&&) noexcept = default;
Workers& Workers::operator=(Workers&&) noexcept = default;

}  // namespace nn
