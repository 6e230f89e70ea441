#!/bin/sh
# The networks that ship beside LeNet-5, each made to show one thing: trains them, writes their cards, prints what they
# read.
#
#   weights/make-rack.sh [NAME...]         all of them, or some, into weights/
#   weights/make-rack.sh measures          measures them for the model table: weights/measures.csv
#
# lenet5 and lenet5-seed5 are not trained (README.md says how they were): only their cards are written.
#
# UNPOOL is the program (build/release/bin/unpool), MNIST the folder of the four unpacked files (build/mnist), WORK
# where trainings go (build/rack): one that is there already is not done again.
#
# All learn from train[10000:60000], those with 1000 in their name from its first 1,000 digits.  train[0:10000] and
# t10k were never trained on, and nothing was chosen by either.
set -eu
cd "$(dirname "$0")/.."
unpool=${UNPOOL:-build/release/bin/unpool}
mnist=${MNIST:-build/mnist}
work=${WORK:-build/rack}
train="--images $mnist/train-images-idx3-ubyte --labels $mnist/train-labels-idx1-ubyte"
t10k="--images $mnist/t10k-images-idx3-ubyte --labels $mnist/t10k-labels-idx1-ubyte"
mkdir -p "$work"

# --- Recipes ----------------------------------------------------------------------------------------------------------
all='"epochs": 10, "batch": 64, "rate": 0.002, "warm-up": 0.5, "weight-decay": 0, "average": 0, "seed": 5'
few='"digits": 1000, "epochs": 200, "batch": 64, "rate": 0.002, "last-rate": 1, "warm-up": 0, "average": 0, "seed": 5'
none='"weight-decay": 0'

# layers: {"kind": $1, "name": $2, more}
plain() { printf '{"kind": "%s", "name": "%s"},' "$1" "$2"; }
conv() { printf '{"kind": "conv", "name": "%s", "outputs": %s, "kernel": %s, "stride": %s, "padding": %s},' "$@"; }
pool() { printf '{"kind": "%s", "name": "%s", "kernel": 2, "stride": 2},' "$@"; }
dense() { printf '{"kind": "fully_connected", "name": "%s", "outputs": %s},' "$1" "$2"; }
hidden() { dense fc1 120; plain "$1" "${1}3"; dense fc2 84; plain "$1" "${1}4"; }
top() { dense fc3 10; printf '{"kind": "softmax", "name": "softmax"}'; }
shaped() { printf '"architecture": {"name": "%s", "input": [1, 28, 28], "layers": [%s]}' "$1" "$2"; }

# LeNet-5 with an activation function, a kind of pooling, and so many maps.
lenet() {
  shaped "$1" "$(conv conv1 "$4" 5 1 2; plain "$2" "${2}1"; pool "$3" pool1;
    conv conv2 "$5" 5 1 0; plain "$2" "${2}2"; pool "$3" pool2; hidden "$2"; top)"
}
strides() {
  shaped "$1" "$(conv conv1 6 5 2 2; plain relu relu1; conv conv2 16 5 2 0; plain relu relu2; hidden relu; top)"
}
# First kernels of another size: side, stride, padding, and the padding of conv2.
kernels() {
  shaped "$1" "$(conv conv1 6 "$2" "$3" "$4"; plain relu relu1; pool max_pool pool1;
    conv conv2 16 5 1 "$5"; plain relu relu2; pool max_pool pool2; hidden relu; top)"
}
no_conv2() {
  shaped "$1" "$(conv conv1 6 5 1 2; plain relu relu1; pool max_pool pool1; pool max_pool pool2; hidden relu; top)"
}
no_fc() {
  shaped "$1" "$(conv conv1 6 5 1 2; plain relu relu1; pool max_pool pool1;
    conv conv2 16 5 1 0; plain relu relu2; pool max_pool pool2; top)"
}

# LeNet-5 as LeCun et al. had it in 1998: its connection table, subsampling, tanh, and the pictures of ten characters.
of_1998() {
  squash() { printf '{"kind": "tanh", "name": "%s", "scale": 1.7159, "slope": 0.6666667},' "$1"; }
  sum() { printf '{"kind": "subsample", "name": "%s", "kernel": 2, "stride": 2},' "$1"; }
  table='[[0,1,2],[1,2,3],[2,3,4],[3,4,5],[0,4,5],[0,1,5],[0,1,2,3],[1,2,3,4],[2,3,4,5],[0,3,4,5],[0,1,4,5],[0,1,2,5],
    [0,1,3,4],[1,2,4,5],[0,2,3,5],[0,1,2,3,4,5]]'
  pictures='
    "..###../.#...#./#.....#/#.....#/#.....#/#.....#/#.....#/#.....#/#.....#/#.....#/.#...#./..###..",
    "...#.../..##.../.#.#.../...#.../...#.../...#.../...#.../...#.../...#.../...#.../...#.../.#####.",
    ".#####./#.....#/#.....#/......#/.....#./....#../...#.../..#..../.#...../#....../#....../#######",
    ".#####./#.....#/......#/......#/.....#./..###../.....#./......#/......#/......#/#.....#/.#####.",
    ".....#./....##./...#.#./..#..#./.#...#./#....#./#######/.....#./.....#./.....#./.....#./.....#.",
    "#######/#....../#....../#....../######./......#/......#/......#/......#/......#/#.....#/.#####.",
    "..####./.#...../#....../#....../######./#.....#/#.....#/#.....#/#.....#/#.....#/#.....#/.#####.",
    "#######/......#/.....#./.....#./....#../....#../...#.../...#.../..#..../..#..../.#...../.#.....",
    ".#####./#.....#/#.....#/#.....#/.#...#./..###../.#...#./#.....#/#.....#/#.....#/#.....#/.#####.",
    ".#####./#.....#/#.....#/#.....#/#.....#/.######/......#/......#/......#/......#/.....#./.####.."'
  shaped 'LeNet-5, 1998' "
    {\"kind\": \"rescale\", \"name\": \"frame\", \"padding\": 2, \"scale\": 1.275, \"offset\": -0.1},
    $(conv conv1 6 5 1 0; squash tanh1; sum pool1; squash tanh2)
    {\"kind\": \"conv\", \"name\": \"conv2\", \"outputs\": 16, \"kernel\": 5, \"connections\": $table},
    $(squash tanh3; sum pool2; squash tanh4; dense fc1 120; squash tanh5; dense fc2 84; squash tanh6)
    {\"kind\": \"radial_basis\", \"name\": \"distances\", \"outputs\": 10, \"rubbish\": 0.1, \"pictures\": [$pictures]},
    {\"kind\": \"softmax\", \"name\": \"softmax\"}"
}

recipe() {
  case $1 in
    lenet5-none) echo "$all" ;;
    lenet5-1000) echo "$few, $none" ;;
    lenet5-1000-decay-01) echo "$few, \"weight-decay\": 0.1" ;;
    lenet5-1000-decay-1) echo "$few, \"weight-decay\": 1" ;;
    lenet5-1000-decay-3) echo "$few, \"weight-decay\": 3" ;;
    lenet5-1000-dropout) echo "$few, $none, \"dropout\": 0.5" ;;
    lenet5-1000-augmented)
      echo "$few, $none, \"shift\": 2, \"rotation\": 15, \"scale\": 0.1, \"shear\": 0.15, \"thickness\": 0.3" ;;
    lenet5-1000-shuffled) echo "$few, $none, \"shuffled\": 1" ;;
    lenet5-untrained) echo '"digits": 64, "epochs": 1, "seed": 5' ;;
    lenet5-averaging) echo "$all, $(lenet 'LeNet-5, average pooling' relu average_pool 6 16)" ;;
    lenet5-strides) echo "$all, $(strides 'LeNet-5, strides')" ;;
    lenet5-tanh) echo "$all, $(lenet 'LeNet-5, tanh' tanh max_pool 6 16)" ;;
    lenet5-small) echo "$all, $(lenet 'LeNet-5, 2 and 6 maps' relu max_pool 2 6)" ;;
    lenet5-wide) echo "$all, $(lenet 'LeNet-5, 12 and 32 maps' relu max_pool 12 32)" ;;
    lenet5-kernels-3) echo "$all, $(kernels 'LeNet-5, kernels of 3 x 3' 3 1 1 0)" ;;
    lenet5-kernels-11) echo "$all, $(kernels 'LeNet-5, kernels of 11 x 11' 11 2 5 2)" ;;
    lenet5-no-conv2) echo "$all, $(no_conv2 'LeNet-5 without conv2')" ;;
    lenet5-no-fc) echo "$all, $(no_fc 'LeNet-5 without fc1 and fc2')" ;;
    lenet5-1998)
      echo "\"epochs\": 20, \"batch\": 32, \"rate\": 0.002, \"warm-up\": 0.5, \"weight-decay\": 0," \
        "\"average\": 0.999, \"shift\": 1, \"rotation\": 8, \"scale\": 0.08, \"shear\": 0.1," \
        "\"thickness\": 0.2, \"seed\": 5, $(of_1998)" ;;
    *) echo "make-rack: there is no network $1" >&2; exit 1 ;;
  esac
}
names='lenet5 lenet5-seed5 lenet5-none lenet5-1000 lenet5-1000-decay-01 lenet5-1000-decay-1 lenet5-1000-decay-3
  lenet5-1000-dropout lenet5-1000-augmented lenet5-1000-shuffled lenet5-untrained lenet5-averaging lenet5-strides
  lenet5-tanh lenet5-small lenet5-wide lenet5-kernels-3 lenet5-kernels-11 lenet5-no-conv2 lenet5-no-fc
  lenet5-1998'

# --- Trainings --------------------------------------------------------------------------------------------------------
learn() {
  [ -f "$work/$1.safetensors" ] && return
  "$unpool" train $train --range 10000:60000 --recipe "{$(recipe "$1")}" --threads 1 \
    $([ "$1" = lenet5-untrained ] && echo "--checkpoints $work/untrained") -o "$work/part-$1.safetensors" \
    2> "$work/$1.log" || { cat "$work/$1.log" >&2; exit 1; }
  [ "$1" = lenet5-untrained ] && cp "$work/untrained/batch-0000000.safetensors" "$work/part-$1.safetensors"
  mv "$work/part-$1.safetensors" "$work/$1.safetensors"
}

# --- Cards ------------------------------------------------------------------------------------------------------------
data() {
  case $1 in
    lenet5-untrained) echo 'none' ;;
    lenet5 | lenet5-seed5) echo 'train[10000:60000] and synthetic strokes' ;;
    lenet5-1000-shuffled) echo 'the first 1,000 digits of train[10000:60000], their labels shuffled' ;;
    lenet5-1000*) echo 'the first 1,000 digits of train[10000:60000]' ;;
    *) echo 'train[10000:60000]' ;;
  esac
}
# What `evaluate` measures, in percent: model, arguments.
accuracy() {
  model=$1; shift
  "$unpool" evaluate --model "$model" "$@" | sed -n 's/^accuracy \([0-9.]*\) %.*/\1/p'
}
# Writes what it reads into the card of a file with halves, and a line of the table.
measure() {
  learnt=--learnt
  case $2 in lenet5 | lenet5-seed5 | lenet5-untrained) learnt= ;; esac
  on_learnt="$(accuracy "$1" $train --range 10000:60000 $learnt) %"
  [ "$2" = lenet5-untrained ] && on_learnt=
  on_held_out="$(accuracy "$1" $train --range 0:10000) %"
  on_t10k="$(accuracy "$1" $t10k) %"
  "$unpool" convert "$1" -o "weights/$2.safetensors" --half --card accuracy= --card "data=$(data "$2")" \
    --card "accuracy on what it learnt=$on_learnt" --card "accuracy on train[0:10000]=$on_held_out" \
    --card "accuracy on t10k=$on_t10k"
  echo "| \`$2\` | ${on_learnt:-none} | $on_held_out | $on_t10k |"
}
# The file as it ships.
finish() {
  half=$work/half-$1.safetensors
  "$unpool" convert "$work/$1.safetensors" -o "$half" --half
  "$unpool" calibrate --digits "$mnist/train-images-idx3-ubyte" --model "$half" -o "$half" --half
  measure "$half" "$1"
}

# What the model table shows of them.
compare() {
  "$unpool" compare $(printf 'weights/%s.safetensors ' $names) $train --held-out 0:10000 --training 10000:60000 \
    --csv weights/measures.csv
}

[ "${1:-}" = measures ] && { compare; exit; }
for name in ${*:-$names}; do
  case $name in
    lenet5 | lenet5-seed5) measure "weights/$name.safetensors" "$name" ;;
    *) learn "$name"; finish "$name" ;;
  esac
done
