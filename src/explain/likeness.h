// Likeness of all layers of one network to all of another (or of two checkpoints): linear CKA over the same digits, as
// a matrix (Kornblith et al. 2019, section 6; the definition is in cka.h).
//
// Layers are those of `blocks` (evolution.h): pool1, pool2, fc1, fc2, logits.  CKA is computed by the digits' products
// or by the features', whichever takes fewer multiply-adds: the same number to float rounding.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "explain/cka.h"
#include "explain/digit_reader.h"
#include "explain/evolution.h"
#include "nn/digits.h"
#include "nn/network.h"

namespace explain {

enum class CkaForm { cheaper, digits, features };

class LikenessMatrix {
public:
    static constexpr int kMostFeatures = 4096;  ///< of a layer; of larger ones every second, third ... is compared

    /// The first `n` digits, whose shape is both networks' input and whose bytes must outlive it.  Copies both.
    LikenessMatrix(const nn::Network& one, const nn::Network& other, const nn::Digits& digits, int n,
                   CkaForm form = CkaForm::cheaper);

    /// A slice of work, about as long as `passes` forward passes; false when all is known.
    bool advance(int passes);
    bool done() const { return pair_ == static_cast<int>(values_.size()) && one_.reader.done(); }
    float progress() const;

    const std::vector<Block>& rows() const { return one_.blocks; }
    const std::vector<Block>& columns() const { return other_.blocks; }
    /// 0..1, of a layer of the one and a layer of the other; nothing as long as it is not known, and where one of them
    /// gives the same to all digits.
    std::optional<double> at(int row, int column) const;
    /// Mean over the layers that have the same name in both; NaN of none, or as long as it is not known.
    double mean_of_same_names() const;

private:
    struct Side {
        DigitReader reader;
        std::vector<Block> blocks;
        std::vector<std::vector<float>> features;  ///< by block: (digits, features)
        std::vector<Gram> grams;                   ///< by block
        std::vector<double> norms;                 ///< by block, in the features' form: ||X'X||_F; 0 of a constant one
        std::vector<bool> constant;

        Side(const nn::Network& network, const nn::Digits& digits, int n);
        void read(int digits);
        bool multiply(int rows);
        int size(std::size_t block) const;
    };
    void prepare();
    void compare();

    int digits_;
    CkaForm form_;
    Side one_, other_;
    bool prepared_ = false;
    int pair_ = 0;
    std::vector<std::optional<double>> values_;  ///< (rows, columns)
};

}  // namespace explain
