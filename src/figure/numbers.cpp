// CSV and JSON, written as they are read: no tree of a million values in between.
#include "figure/numbers.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <set>

#include <nlohmann/json.hpp>

namespace figure {
namespace {

/// Nine significant digits give every float32 back.
std::string digits_of(double value) {
    char digits[32];
    std::snprintf(digits, sizeof digits, "%.9g", value);
    return digits;
}

std::string csv_number(double value) { return std::isfinite(value) ? digits_of(value) : std::string(); }

std::string csv_text(const std::string& words) {
    if (words.find_first_of(",\"\r\n") == std::string::npos) return words;
    std::string quoted = "\"";
    for (const char c : words) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted + "\"";
}

void add_facts(std::string& csv, const Group& group, const std::string& prefix) {
    for (const Fact& fact : group.facts)
        csv += prefix + csv_text(fact.label) + ",,,,," +
               (fact.number ? csv_number(*fact.number) : csv_text(fact.value)) + ",,\r\n";
}

void add_picture(std::string& csv, const Picture& picture, const std::string& prefix) {
    const std::string start = prefix + csv_text(picture.name) + ",,";
    for (int row = 0; row < picture.height; ++row) {
        const std::string line = start + std::to_string(row) + ",";
        for (int column = 0; column < picture.width; ++column) {
            const auto at = static_cast<std::size_t>(row * picture.width + column);
            if (at < picture.values.size())
                csv += line + std::to_string(column) + ",," + csv_number(static_cast<double>(picture.values[at])) +
                       ",,\r\n";
        }
    }
}

std::string number_at(const std::vector<float>& values, std::size_t i) {
    return i < values.size() ? csv_number(static_cast<double>(values[i])) : std::string();
}

/// What a column is called, in one line.
std::string head_of(const NumberTable& table, std::size_t column) {
    std::string head = column + 1 < table.heads.size() ? table.heads[column + 1] : std::to_string(column);
    std::replace(head.begin(), head.end(), '\n', ' ');
    return head;
}

void add_plot(std::string& csv, const Plot& plot, const std::string& prefix) {
    for (const Series& series : plot.series) {
        const std::string start = prefix + csv_text(plot.name) + "," + csv_text(series.name) + ",,,";
        for (std::size_t i = 0; i < series.y.size(); ++i) {
            // A bar's place says less than what stands below it.
            const bool labelled = plot.bars && i < plot.bar_labels.size() && !plot.bar_labels[i].empty();
            const std::string x = labelled              ? csv_text(plot.bar_labels[i])
                                  : i < series.x.size() ? number_at(series.x, i)
                                                        : std::to_string(i);
            csv += start + x + "," + number_at(series.y, i) + "," + number_at(series.low, i) + "," +
                   number_at(series.high, i) + "\r\n";
        }
    }
}

/// A value a line: `series` is the row's name, `x` the column's.
void add_table(std::string& csv, const NumberTable& table, const std::string& prefix) {
    for (const NumberTable::Row& row : table.rows) {
        const std::string start = prefix + csv_text(table.name) + "," + csv_text(row.name) + ",,,";
        for (std::size_t i = 0; i < row.cells.size(); ++i)
            csv += start + csv_text(head_of(table, i)) + "," + csv_number(row.cells[i].number.value_or(std::nan(""))) +
                   ",,\r\n";
    }
}

/// Broken UTF-8 is replaced.
std::string json_text(const std::string& words) {
    return nlohmann::json(words).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string json_number(double value) { return std::isfinite(value) ? digits_of(value) : "null"; }

std::string json_list(const std::vector<float>& values) {
    std::string list = "[";
    for (std::size_t i = 0; i < values.size(); ++i)
        list += (i > 0 ? "," : "") + json_number(static_cast<double>(values[i]));
    return list + "]";
}

/// [item, item]
template <class T>
std::string json_items(const std::vector<T>& items, std::string (*item)(const T&)) {
    std::string list = "[";
    for (const T& one : items) list += (list.size() > 1 ? "," : "") + item(one);
    return list + "]";
}

/// An object by label; a label that comes again gets a number, so that none is lost.
std::string json_facts(const std::vector<Fact>& facts) {
    std::set<std::string> labels;
    std::string object = "{";
    for (const Fact& fact : facts) {
        std::string label = fact.label;
        for (int i = 2; !labels.insert(label).second; ++i) label = fact.label + " " + std::to_string(i);
        object += (object.size() > 1 ? "," : "") + json_text(label) + ":" +
                  (fact.number ? json_number(*fact.number) : json_text(fact.value));
    }
    return object + "}";
}

std::string json_picture(const Picture& picture) {
    return "{\"name\":" + json_text(picture.name) + ",\"caption\":" + json_text(picture.caption) +
           ",\"width\":" + std::to_string(picture.width) + ",\"height\":" + std::to_string(picture.height) +
           ",\"values\":" + json_list(picture.values) + "}";
}

std::string json_series(const Series& series) {
    return "{\"name\":" + json_text(series.name) + ",\"x\":" + json_list(series.x) + ",\"y\":" + json_list(series.y) +
           ",\"low\":" + json_list(series.low) + ",\"high\":" + json_list(series.high) + "}";
}

std::string json_plot(const Plot& plot) {
    const std::string labels =
        plot.bar_labels.empty() ? "" : ",\"bar_labels\":" + json_items(plot.bar_labels, json_text);
    return "{\"name\":" + json_text(plot.name) + ",\"x_label\":" + json_text(plot.x_label) +
           ",\"y_label\":" + json_text(plot.y_label) + labels + ",\"series\":" + json_items(plot.series, json_series) +
           "}";
}

/// {"name", "rows": [{"name", "values": {column: number}}]}
std::string json_table(const NumberTable& table) {
    std::string rows;
    for (const NumberTable::Row& row : table.rows) {
        std::string values;
        for (std::size_t i = 0; i < row.cells.size(); ++i)
            values += (i > 0 ? "," : "") + json_text(head_of(table, i)) + ":" +
                      json_number(row.cells[i].number.value_or(std::nan("")));
        rows += (rows.empty() ? "" : ",") + ("{\"name\":" + json_text(row.name) + ",\"values\":{" + values + "}}");
    }
    return "{\"name\":" + json_text(table.name) + ",\"rows\":[" + rows + "]}";
}

std::string json_group(const Group& group) {
    const std::string tables = group.tables.empty() ? "" : ",\"tables\":" + json_items(group.tables, json_table);
    return "{\"title\":" + json_text(group.title) + ",\"facts\":" + json_facts(group.facts) + tables +
           ",\"pictures\":" + json_items(group.pictures, json_picture) +
           ",\"plots\":" + json_items(group.plots, json_plot) + "}";
}

}  // namespace

std::string to_csv(const Figure& figure) {
    std::string csv = "group,name,series,row,column,x,value,low,high\r\n";
    for (const Group& group : figure.groups) {
        const std::string prefix = csv_text(group.title.empty() ? "result" : group.title) + ",";
        add_facts(csv, group, prefix);
        for (const NumberTable& table : group.tables) add_table(csv, table, prefix);
        for (const Picture& picture : group.pictures) add_picture(csv, picture, prefix);
        for (const Plot& plot : group.plots) add_plot(csv, plot, prefix);
    }
    return csv;
}

std::string to_json(const Figure& figure) {
    return "{\"title\":" + json_text(figure.title) + ",\"finding\":" + json_text(figure.finding) +
           ",\"source\":" + json_text(figure.source) + ",\"groups\":" + json_items(figure.groups, json_group) + "}";
}

}  // namespace figure
