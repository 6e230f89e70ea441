// See pickle.h.  Opcodes are those of Python's pickletools.
#include "io/foreign/pickle.h"

#include <string>

#include "io/foreign/pickle_stack.h"

namespace io {

class PickleMachine : private PickleStack {
public:
    explicit PickleMachine(std::span<const std::uint8_t> bytes) : PickleStack(bytes) {}

    base::Result<Pickle> run() {
        while (problem_.empty()) {
            const std::size_t at = in_.at();
            const std::uint8_t opcode = in_.u8();
            if (in_.failed()) return cut_short();
            if (opcode == '.') {
                const int root = pop();
                if (!problem_.empty()) break;
                pickle_.root_ = root;
                pickle_.used_ = in_.at();
                return std::move(pickle_);
            }
            const bool known = constant(opcode) || text(opcode) || on_stack(opcode) || container(opcode) ||
                               object(opcode) || memo(opcode);
            if (in_.failed()) return cut_short();
            if (!known)
                return base::Error{"the pickle is damaged: byte " + std::to_string(at) + " is " +
                                   std::to_string(opcode) + ", which is no instruction that is read here"};
        }
        return base::Error{"the pickle is damaged: " + problem_};
    }

private:
    static base::Error cut_short() { return base::Error{"the pickle is cut short"}; }
    bool constant(std::uint8_t opcode) {
        switch (opcode) {
            case 'N':
                return push(Kind::none);
            case 0x88:
            case 0x89:
                return push_boolean(opcode == 0x88);
            case 'I':
            case 'L':
                return decimal(in_.line());
            case 'J':
                return push_integer(static_cast<std::int32_t>(in_.u32()));
            case 'K':
                return push_integer(in_.u8());
            case 'M':
                return push_integer(in_.u16());
            case 0x8a:
                return long_integer(in_.u8());
            case 0x8b:
                return long_integer(in_.u32());
            case 'F':
                return push_real(std::strtod(std::string(in_.line().substr(0, 40)).c_str(), nullptr));
            case 'G':
                return push_real(big_endian_double());
            default:
                return false;
        }
    }

    bool text(std::uint8_t opcode) {
        switch (opcode) {
            case 'S': {
                const std::string_view line = in_.line();
                return push_text(line.size() >= 2 ? line.substr(1, line.size() - 2) : line);
            }
            case 'V':
                return push_text(in_.line());
            case 'U':
            case 'C':
            case 0x8c:
                return push_text(in_.text(in_.u8()));
            case 'T':
            case 'X':
            case 'B':
                return push_text(in_.text(in_.u32()));
            case 0x8d:
            case 0x8e:
            case 0x96:
                return push_text(in_.text(in_.u64()));
            default:
                return false;
        }
    }

    bool on_stack(std::uint8_t opcode) {
        switch (opcode) {
            case '(':
                marks_.push_back(stack_.size());
                return true;
            case '0':
                if (stack_.size() == floor())
                    pop_mark();
                else
                    pop();
                return true;
            case '1':
                pop_mark();
                return true;
            case '2': {
                const int value = pop();
                return push(value) && push(value);
            }
            case 0x80:  // protocol
                in_.u8();
                return true;
            case 0x95:  // frame
                in_.u64();
                return true;
            default:
                return false;
        }
    }

    bool container(std::uint8_t opcode) {
        switch (opcode) {
            case ')':
                return push(Kind::tuple);
            case 't':
                return push_items(Kind::tuple, pop_mark());
            case 0x85:
            case 0x86:
            case 0x87:
                return push_items(Kind::tuple, pop_some(opcode - 0x84u));
            case ']':
            case 0x8f:  // an empty set
                return push(Kind::list);
            case 'l':
            case 0x91:  // a frozen set
                return push_items(Kind::list, pop_mark());
            case '}':
                return push(Kind::dict);
            case 'd':
                return push_items(Kind::dict, even(pop_mark()));
            case 'a':
                return put(pop_some(1), false);
            case 'e':
            case 0x90:
                return put(pop_mark(), false);
            case 's':
                return put(pop_some(2), true);
            case 'u':
                return put(pop_mark(), true);
            default:
                return false;
        }
    }
    bool object(std::uint8_t opcode) {
        switch (opcode) {
            case 'c': {
                const std::string_view module = in_.line();
                return push_global(module, in_.line());
            }
            case 0x93: {
                const int name = pop(), module = pop();
                if (!problem_.empty()) return true;
                const auto text = [&](int index) { return pickle_.values_[static_cast<std::size_t>(index)].text; };
                return push_global(text(module), text(name));
            }
            case 'i': {
                const std::string_view module = in_.line(), name = in_.line();
                PickleValue value;
                value.kind = Kind::global;
                value.module = module;
                value.text = name;
                const int function = add(std::move(value));
                return push_call(function, tuple_of(pop_mark()));
            }
            case 'o': {
                std::vector<int> all = pop_mark();
                if (all.empty()) stop("an object has no class");
                if (!problem_.empty()) return true;
                const int function = all.front();
                all.erase(all.begin());
                return push_call(function, tuple_of(std::move(all)));
            }
            case 'R':
            case 0x81: {
                const int arguments = pop(), function = pop();
                return push_call(function, arguments);
            }
            case 0x92: {
                pop();
                const int arguments = pop(), function = pop();
                return push_call(function, arguments);
            }
            case 'b': {
                const int state = pop();
                PickleValue* built = top();
                if (built != nullptr && built->kind == Kind::call) built->state = state;
                return true;
            }
            case 'P': {
                PickleValue value;
                value.kind = Kind::text;
                value.text = in_.line();
                return push_persistent(add(std::move(value)));
            }
            case 'Q':
                return push_persistent(pop());
            default:
                return false;
        }
    }

    bool memo(std::uint8_t opcode) {
        switch (opcode) {
            case 'p':
                return remember(place_of(in_.line()));
            case 'q':
                return remember(in_.u8());
            case 'r':
                return remember(in_.u32());
            case 0x94:
                return remember(remembered_);
            case 'g':
                return recall(place_of(in_.line()));
            case 'h':
                return recall(in_.u8());
            case 'j':
                return recall(in_.u32());
            default:
                return false;
        }
    }
};

base::Result<Pickle> Pickle::read(std::span<const std::uint8_t> bytes) { return PickleMachine(bytes).run(); }

}  // namespace io
