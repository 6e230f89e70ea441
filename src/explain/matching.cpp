// See matching.h.
#include "explain/matching.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numeric>
#include <utility>

namespace explain {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN(), kFar = std::numeric_limits<double>::infinity();

std::size_t index(int i) { return static_cast<std::size_t>(i); }

/// Rows (or columns) that have a correlation with anything.
std::vector<int> alive(std::span<const double> correlations, int count, int others, int step, int other_step) {
    std::vector<int> found;
    for (int i = 0; i < count; ++i) {
        bool any = false;
        for (int k = 0; k < others; ++k) any |= !std::isnan(correlations[index(i * step + k * other_step)]);
        if (any) found.push_back(i);
    }
    return found;
}

}  // namespace

std::vector<Partner> best_partners(std::span<const double> correlations, int rows, int columns) {
    std::vector<Partner> partners(index(rows), Partner{-1, kNaN});
    for (int row = 0; row < rows; ++row) {
        Partner& best = partners[index(row)];
        for (int column = 0; column < columns; ++column) {
            const double r = correlations[index(row * columns + column)];
            if (!std::isnan(r) && (best.map < 0 || r > best.correlation)) best = {column, r};
        }
    }
    return partners;
}

/// Shortest augmenting paths with potentials: each row is added by the cheapest chain of exchanges.  Row and column 0
/// stand for "none yet".
std::vector<int> assign(std::span<const double> costs, int rows, int columns) {
    assert(rows <= columns && costs.size() == index(rows) * index(columns));
    std::vector<double> of_row(index(rows + 1)), of_column(index(columns + 1));  // potentials
    std::vector<int> row_of(index(columns + 1)), from(index(columns + 1));
    for (int row = 1; row <= rows; ++row) {
        std::vector<double> shortest(index(columns + 1), kFar);
        std::vector<bool> done(index(columns + 1));
        int at = 0;
        row_of[0] = row;
        do {
            done[index(at)] = true;
            const int current = row_of[index(at)];
            double least = kFar;
            int next = 0;
            for (int column = 1; column <= columns; ++column) {
                if (done[index(column)]) continue;
                const double cost = costs[index((current - 1) * columns + column - 1)] - of_row[index(current)] -
                                    of_column[index(column)];
                if (cost < shortest[index(column)]) shortest[index(column)] = cost, from[index(column)] = at;
                if (shortest[index(column)] < least) least = shortest[index(column)], next = column;
            }
            for (int column = 0; column <= columns; ++column) {
                if (done[index(column)])
                    of_row[index(row_of[index(column)])] += least, of_column[index(column)] -= least;
                else
                    shortest[index(column)] -= least;
            }
            at = next;
        } while (row_of[index(at)] != 0);
        for (; at != 0; at = from[index(at)]) row_of[index(at)] = row_of[index(from[index(at)])];
    }
    std::vector<int> column_of(index(rows), -1);
    for (int column = 1; column <= columns; ++column)
        if (row_of[index(column)] > 0) column_of[index(row_of[index(column)] - 1)] = column - 1;
    return column_of;
}

std::vector<Partner> one_to_one(std::span<const double> correlations, int rows, int columns) {
    std::vector<Partner> partners(index(rows), Partner{-1, kNaN});
    const std::vector<int> some = alive(correlations, rows, columns, columns, 1),
                           others = alive(correlations, columns, rows, 1, columns);
    const bool turned = some.size() > others.size();
    const std::vector<int>&few = turned ? others : some, &many = turned ? some : others;
    const auto cell = [&](int a, int b) { return turned ? index(b * columns + a) : index(a * columns + b); };
    std::vector<double> costs;
    for (const int a : few)
        for (const int b : many) costs.push_back(-correlations[cell(a, b)]);
    const std::vector<int> chosen = assign(costs, static_cast<int>(few.size()), static_cast<int>(many.size()));
    for (std::size_t i = 0; i < few.size(); ++i) {
        const int a = few[i], b = many[index(chosen[i])];
        partners[index(turned ? b : a)] = {turned ? a : b, correlations[cell(a, b)]};
    }
    return partners;
}

double mean_correlation(std::span<const Partner> partners) {
    double sum = 0;
    int count = 0;
    for (const Partner& partner : partners)
        if (partner.map >= 0) sum += partner.correlation, ++count;
    return sum / count;
}

Matcher::Matcher(const nn::Network& one, const nn::Network& other, std::vector<Layers> layers, const nn::Digits& digits,
                 int n)
    : layers_(std::move(layers)), one_(one, digits, n), other_(other, digits, n) {
    for (const Layers& pair : layers_) found_.emplace_back(one.shape(pair.one), other.shape(pair.other));
}

bool Matcher::advance(int digits) {
    for (int i = 0; i < std::max(digits, 1) && one_.next() && other_.next(); ++i)
        for (std::size_t k = 0; k < layers_.size(); ++k)
            found_[k].add(one_.output(layers_[k].one).data, other_.output(layers_[k].other).data);
    return !one_.done();
}

}  // namespace explain
