// Two networks' answers counted together equal what each gives alone.
#include "tests/probe/digit_set.h"

#include "explain/same_answers.h"
#include "nn/classifier.h"

using namespace explain_test;

TEST_CASE("same answers: as counted from each network's own answers") {
    const probe_test::DigitSet set(60);
    const nn::Network one = reference_network();
    const nn::Network other = random_network({1, 28, 28},
                                             {conv(3, 5, 2, 1), plain(nn::LayerKind::relu), max_pool(2, 2),
                                              fully_connected(10), plain(nn::LayerKind::softmax)},
                                             5);
    const nn::Digits first = set.digits().slice(0, 50);
    const nn::Evaluation a = nn::evaluate(one, first, 1), b = nn::evaluate(other, first, 1);
    nn::Classifier reads(one, first), other_reads(other, first);
    while (reads.advance(7)) {
    }
    other_reads.advance(30);
    explain::SameAnswers answers = explain::same_answers(reads.answers(), other_reads.answers(), first);
    CHECK(answers.seen == 30);  // the other has not seen more
    while (other_reads.advance(7)) {
    }
    answers = explain::same_answers(reads.answers(), other_reads.answers(), first);
    CHECK(answers.seen == 50);
    CHECK(answers.right[0] == a.correct);
    CHECK(answers.right[1] == b.correct);
    CHECK(answers.right[0] - answers.alone[0] == answers.right[1] - answers.alone[1]);  // those that both read right
    int same = 0;
    for (std::size_t i = 0; i < 50; ++i) same += a.predicted[i] == b.predicted[i];
    CHECK(answers.same == same);
    CHECK(answers.alone[0] > 0);  // else the test could not tell one from the other
}
