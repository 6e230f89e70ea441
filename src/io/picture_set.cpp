#include "io/picture_set.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "image/digit.h"
#include "image/png.h"

namespace io {
namespace {

constexpr int kSide = image::kDigitSide;

/// Bright ink on dark paper, whichever way round the picture was: its border tells.
image::Gray ink_on_dark(image::Gray picture) {
    float border = 0;
    for (int i = 0; i < kSide; ++i) {
        const auto at = [&](int row, int column) {
            return picture.pixels[static_cast<std::size_t>(row * kSide + column)];
        };
        border += at(0, i) + at(kSide - 1, i) + at(i, 0) + at(i, kSide - 1);
    }
    if (border > 2.0f * kSide)
        for (float& value : picture.pixels) value = 1.0f - value;
    return picture;
}

}  // namespace

void PictureSet::leave_out(std::string_view path, std::string_view why) {
    if (left_out_++ == 0) why_left_out_ = std::string(path) + ": " + std::string(why);
}

void PictureSet::add(std::string_view path, std::span<const std::uint8_t> bytes) {
    if (names_.size() >= kMost) {
        too_many_ = true;
        return;
    }
    auto picture = image::decode_png_gray(bytes);
    if (!picture) return leave_out(path, picture.message());
    const image::Gray& found = picture.value();
    const auto input = found.width == kSide && found.height == kSide ? std::optional(ink_on_dark(found))
                                                                     : image::network_input(found, image::FitOptions{});
    if (!input || !image::has_ink(input->pixels)) return leave_out(path, "there is no ink in it");
    for (const float value : input->pixels)
        pixels_.push_back(static_cast<std::uint8_t>(std::lround(std::clamp(value, 0.0f, 1.0f) * 255.0f)));
    Name name;
    const std::size_t slash = path.rfind('/');
    name.file = slash == std::string_view::npos ? path : path.substr(slash + 1);
    if (slash != std::string_view::npos) {
        const std::string_view folders = path.substr(0, slash);
        const std::size_t before = folders.rfind('/');
        name.folder = before == std::string_view::npos ? folders : folders.substr(before + 1);
    }
    name.prefix = name.file.substr(0, name.file.find('_') == std::string::npos ? 0 : name.file.find('_'));
    names_.push_back(std::move(name));
}

std::string PictureSet::class_of(const Name& name, bool by_folder) const {
    return by_folder || name.prefix.empty() ? name.folder : name.prefix;
}

base::Result<PictureSet::Made> PictureSet::finish() {
    if (too_many_) return base::Error{"there are more than 100,000 pictures"};
    const std::string left_out = left_out_ == 0
                                     ? ""
                                     : std::to_string(left_out_) + (left_out_ == 1 ? " file was" : " files were") +
                                           " left out, the first because of " + why_left_out_;
    if (names_.empty())
        return base::Error{left_out.empty() ? "there is no picture in it" : "there is no picture in it: " + left_out};
    std::set<std::string> folders, classes;
    for (const Name& name : names_) folders.insert(name.folder);
    const bool by_folder = folders.size() > 1;
    for (const Name& name : names_) {
        const std::string found = class_of(name, by_folder);
        if (found.empty())
            return base::Error{name.file + " does not say its class: call it 7_" + name.file +
                               ", or put it into a folder that is called 7"};
        classes.insert(found);
        if (classes.size() > kMostClasses)
            return base::Error{"its names tell more than ten classes apart, " + *classes.begin() + " and " + found +
                               " among them; networks here know ten"};
    }
    const bool are_digits = std::all_of(classes.begin(), classes.end(), [](const std::string& c) {
        return c.size() == 1 && c[0] >= '0' && c[0] <= '9';
    });
    Made made;
    if (!are_digits) made.class_names.assign(classes.begin(), classes.end());
    for (const Name& name : names_) {
        const std::string found = class_of(name, by_folder);
        const auto place = std::distance(classes.begin(), classes.find(found));
        made.labelled.labels.push_back(static_cast<std::uint8_t>(are_digits ? found[0] - '0' : place));
    }
    made.labelled.images = {static_cast<int>(names_.size()), kSide, kSide, std::move(pixels_)};
    made.left_out = left_out;
    return made;
}

}  // namespace io
