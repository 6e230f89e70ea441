#include "app/own_data.h"

#include <algorithm>
#include <set>
#include <utility>

#include "app/actions.h"
#include "io/gzip.h"
#include "probe/figure_parts.h"

namespace app {
namespace {

constexpr std::uint32_t kMost = 100'000;
constexpr std::size_t kHeader = 16;

/// What the header says: {count}, of labels, or {count, rows, columns}, of pictures.  An error where the file can be no
/// half of a set.
base::Result<std::vector<std::uint32_t>> stated_sizes(std::span<const std::uint8_t> bytes) {
    const std::vector<std::uint8_t> unpacked =
        io::is_gzip(bytes) ? io::gunzip_start(bytes, kHeader) : std::vector<std::uint8_t>{};
    const std::span<const std::uint8_t> start = io::is_gzip(bytes) ? std::span(unpacked) : bytes;
    if (start.size() < 4 || start[0] != 0 || start[1] != 0 || start[2] != 8 || (start[3] != 1 && start[3] != 3))
        return base::Error{"expected pictures (three dimensions of bytes) or labels (one) in this IDX file"};
    std::vector<std::uint32_t> sizes;
    for (std::size_t i = 4; i + 4 <= start.size() && sizes.size() < start[3]; i += 4)
        sizes.push_back(static_cast<std::uint32_t>(start[i]) << 24 | static_cast<std::uint32_t>(start[i + 1]) << 16 |
                        static_cast<std::uint32_t>(start[i + 2]) << 8 | start[i + 3]);
    if (sizes.size() < start[3]) return base::Error{"the IDX file is cut short in its header"};
    if (sizes[0] == 0) return base::Error{"this IDX file is empty: it states that there is nothing in it"};
    if (sizes[0] > kMost)
        return base::Error{"this IDX file has " + std::to_string(sizes[0]) +
                           " entries; sets of up to 100,000 can be opened here"};
    if (sizes.size() == 3 && (sizes[1] != 28 || sizes[2] != 28))
        return base::Error{"expected pictures of 28 x 28 pixels, found " + std::to_string(sizes[1]) + " x " +
                           std::to_string(sizes[2])};
    return sizes;
}

void complain(State& state, std::string_view name, const std::string& what) {
    say(state, std::string(name) + ": " + what, true);
}

std::string stem_of(std::string_view name) {
    for (const std::string_view end : {".gz", ".idx", "-ubyte", "-idx3", ".idx3"})
        if (name.ends_with(end) && name.size() > end.size()) name.remove_suffix(end.size());
    return std::string(name);
}

void say_opened(State& state, const DataSet& set, const std::string& left_out) {
    const std::string lack = lack_for_learning(set);
    say(state, "Opened " + probe::grouped(set.count()) + " pictures: " + set.name +
                   (lack.empty() ? "" : "; networks cannot learn from it: " + lack) +
                   (left_out.empty() ? "" : "; " + left_out));
}

void open_pair(State& state, const HalfPair& first, std::string_view name, std::span<const std::uint8_t> bytes,
               bool is_pictures) {
    const std::string images = is_pictures ? std::string(name) : first.name;
    auto pair = io::parse_idx_pair({first.name, first.bytes}, {std::string(name), bytes});
    if (!pair) return say(state, pair.message(), true);
    const std::vector<std::uint8_t>& labels = pair.value().labels;
    const int most = *std::max_element(labels.begin(), labels.end());
    if (most > 9)
        return complain(state, is_pictures ? first.name : std::string(name),
                        "expected labels from 0 to 9, found " + std::to_string(most));
    auto set = make_data_set(stem_of(images), std::move(pair.value()));
    if (!set) return complain(state, images, set.message());
    state.half = {};
    show_data_set(state, set.value());
    say_opened(state, *set.value(), "");
}

}  // namespace

void open_idx(State& state, std::string_view name, std::span<const std::uint8_t> bytes) {
    const auto sizes = stated_sizes(bytes);
    if (!sizes) return complain(state, name, sizes.message());
    const bool is_pictures = sizes.value().size() == 3;
    if (!state.half.bytes.empty() && state.half.pictures != is_pictures)
        return open_pair(state, state.half, name, bytes, is_pictures);
    state.half = {std::string(name), {bytes.begin(), bytes.end()}, is_pictures};
    say(state, std::string(name) + " has " + probe::grouped(static_cast<int>(sizes.value()[0])) +
                   (is_pictures ? " pictures; now open the file of their labels"
                                : " labels; now open the file of their pictures"));
}

void open_pictures(State& state, std::string_view name, io::PictureSet& collected) {
    auto made = collected.finish();
    if (!made) return complain(state, name, made.message());
    auto set = make_data_set(std::string(name), std::move(made.value().labelled), std::move(made.value().class_names));
    if (!set) return complain(state, name, set.message());
    show_data_set(state, set.value());
    say_opened(state, *set.value(), made.value().left_out);
}

std::string lack_for_learning(const DataSet& set) {
    if (!set.loaded()) return "it is empty";
    const std::set<std::uint8_t> classes(set.labels.begin(), set.labels.end());
    if (classes.size() < 2) return "all its pictures are of one class, " + set.class_name(*classes.begin());
    if (*classes.rbegin() > 9)
        return "its labels go up to " + std::to_string(*classes.rbegin()) + ", and classes are 0 to 9";
    return {};
}

}  // namespace app
