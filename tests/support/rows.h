#pragma once
// What tests of tables share beside a store: who and when.

#include <vector>

#include "tests/support/store.h"

namespace hallway::test {

using Ids = std::vector<Id>;

constexpr Time kNow{1'700'000'000'000};
constexpr Id kAlice{11}, kBob{12}, kCarol{13};

}  // namespace hallway::test
