// The model table: known rows and measured ones, sorting, rank correlation, what is left out of it.
#include "tests/probe/digit_set.h"

#include "probe/all.h"
#include "probe/model_list.h"
#include "probe/model_table/rows.h"

using namespace probe_test;
using namespace explain_test;
using M = explain::Measure;

namespace {

probe::MeasureRow row(double held_out, double gap, double robust) {
    probe::MeasureRow made;
    made.fill(std::nan(""));
    made[static_cast<std::size_t>(M::held_out_accuracy)] = held_out;
    made[static_cast<std::size_t>(M::gap)] = gap;
    made[static_cast<std::size_t>(M::robustness)] = robust;
    return made;
}

/// Five readers whose robustness rises with accuracy and whose gap falls, and one that guesses.
struct Known {
    std::vector<probe::MeasureRow> rows = {row(0.94, 0.06, 0.86), row(0.95, 0.05, 0.88), row(0.97, 0.03, 0.90),
                                           row(0.98, 0.02, 0.94), row(0.99, 0.01, 0.95), row(0.10, 0.90, 0.99)};
    probe::MeasuredModels measured;
    probe::ModelList list() {
        probe::ModelList made;
        made.measured = &measured;
        for (std::size_t i = 0; i < rows.size(); ++i)
            made.models.push_back({"network " + std::to_string(i), i + 1, &rows[i], nullptr, {}, i == 2});
        return made;
    }
};

figure::Figure ask(Asker& asker, const probe::ModelList& list) {
    if (!asker.probe) asker.probe = asker.entry.make();
    probe::Subject subject = asker.subject({});
    subject.models = &list;
    asker.probe->ask(subject);
    int slices = 0;
    while (asker.probe->advance()) REQUIRE(++slices < 1000000);
    const figure::Figure figure = asker.show();
    check_sound(figure);
    return figure;
}

const figure::NumberTable& table(const figure::Figure& figure) { return figure.groups.at(0).tables.at(0); }

}  // namespace

TEST_CASE("model table: rank correlation over the networks that read, and over no others") {
    Known known;
    probe::ModelRows rows;
    rows.want(known.list());
    CHECK(rows.readers() == 5);
    CHECK(rows.rank_correlation(M::robustness, M::held_out_accuracy) == doctest::Approx(1));
    CHECK(rows.rank_correlation(M::gap, M::held_out_accuracy) == doctest::Approx(-1));
    CHECK(std::isnan(rows.rank_correlation(M::likeness, M::held_out_accuracy)));
    CHECK_FALSE(rows.advance());
}

TEST_CASE("model table: sorted, the best first; what is not known last") {
    Known known;
    known.rows[3] = row(0.98, std::nan(""), 0.94);
    probe::ModelRows rows;
    rows.want(known.list());
    CHECK(rows.sorted_by(M::held_out_accuracy) == std::vector<int>{4, 3, 2, 1, 0, 5});
    CHECK(rows.sorted_by(M::gap) == std::vector<int>{4, 2, 1, 0, 5, 3});
}

TEST_CASE("model table: rows, bars, clicks and the sentence") {
    Known known;
    const probe::ModelList list = known.list();
    Asker asker(probe::kModelTable);
    const figure::Figure figure = ask(asker, list);
    CHECK(figure.finding == "Robustness goes with held-out accuracy: rank correlation +1.00 over 5 networks.");
    const figure::NumberTable& rows = table(figure);
    REQUIRE(rows.rows.size() == 6);
    CHECK(rows.rows[0].name == "1  network 4");
    CHECK(rows.rows[0].cells[0].words == "99.00");
    CHECK(*rows.rows[0].cells[0].bar == doctest::Approx(0.9));
    CHECK(rows.rows[0].click.kind == figure::Click::Kind::model);
    CHECK(rows.rows[0].click.words == "0000000000000005");
    CHECK(rows.rows[2].chosen);
    CHECK(rows.rows[5].faint);
    asker.set("across", "gap");
    CHECK(ask(asker, list).finding ==
          "Gap goes against held-out accuracy: rank correlation \xE2\x88\x92"
          "1.00 over 5 networks.");
    asker.set("sort", "gap");
    asker.set("columns", "learning");
    CHECK(table(ask(asker, list)).rows[0].name == "1  network 4");
}

TEST_CASE("model table: columns are chosen one by one, in their order, and a name that is none is refused") {
    Known known;
    const probe::ModelList list = known.list();
    Asker asker(probe::kModelTable);
    const auto heads = [&] { return table(ask(asker, list)).heads; };
    const std::vector<std::string> eight = heads();
    REQUIRE(eight.size() == 9);
    const auto card = [&] {
        const figure::Figure figure = ask(asker, list);
        for (const figure::Group& group : figure.groups)
            if (group.title == "Choose columns") return group.tables.at(0);
        FAIL("there is no card of columns");
        return figure::NumberTable();
    };
    const auto press = [&](const std::string& measure) {
        for (const figure::NumberTable::Row& row : card().rows) {
            if (row.name != measure) continue;
            CHECK(row.click.key == "own");
            CHECK(row.click.also == "columns");
            asker.set("own", row.click.words.c_str());
            asker.set("columns", "own");
            return;
        }
        FAIL("there is no ", measure);
    };
    asker.set("columns", "own");
    CHECK(heads() == eight);  // until one is chosen
    press("Gap");
    press("Roughness");
    std::vector<std::string> mine = heads();
    REQUIRE(mine.size() == 9);
    CHECK(mine.back() == "Roughness");
    CHECK(std::find(mine.begin(), mine.end(), eight[3]) == mine.end());
    int shown = 0;
    for (const figure::NumberTable::Row& row : card().rows) {
        shown += row.chosen;
        CHECK((row.cells.at(0).words == "shown") == row.chosen);
    }
    CHECK(shown == 8);
    asker.set("own", "gap,held_out,gap");
    CHECK(heads().size() == 3);
    probe::Values values = probe::defaults(probe::kModelTable);
    const base::Status refused = probe::set(probe::kModelTable, values, "own", "gap,colour");
    REQUIRE(!refused);
    CHECK(refused.message().find("is a list, with commas between, of params, products") != std::string::npos);
}

TEST_CASE("model table: a network without a row is measured, once, and equals what explain measures") {
    const DigitSet set(40);
    Known known;
    probe::ModelList list = known.list();
    nn::Network own = reference_network();
    own.id.value = nn::identity_of(own);
    const auto shared = std::make_shared<const nn::Network>(own);
    list.models.push_back({"own", own.id.value, nullptr, shared, set.digits(), true});
    list.held_out = set.digits();
    list.likened = shared;
    Asker asker(probe::kModelTable);
    ask(asker, list);
    REQUIRE(known.measured.size() == 1);
    const explain::Measures* first = known.measured.begin()->second.get();
    REQUIRE(first->done());
    ask(asker, list);
    CHECK(known.measured.begin()->second.get() == first);
    explain::Measures plain(own, set.digits(), set.digits(), shared.get());
    while (plain.advance(1000)) {
    }
    probe::ModelRows rows;
    rows.want(list);
    for (int i = 0; i < explain::kMeasures; ++i) {
        const double got = rows.value(6, static_cast<M>(i)), want = plain.value(static_cast<M>(i));
        CHECK((got == want || (std::isnan(got) && std::isnan(want))));
    }
    CHECK(rows.value(6, M::likeness) == doctest::Approx(1));
}

TEST_CASE("model table: without networks it says so") {
    check_survives(probe::kModelTable);
    Asker asker(probe::kModelTable);
    CHECK_FALSE(ask(asker, {}).finding.empty());
}
