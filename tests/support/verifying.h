#pragma once
// What `verify` finds in a store, also after a change that does not stay.

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "storage/verify.h"
#include "tests/support/rows.h"

namespace hallway::test {

inline std::string all_of(const Verification& found) {
  std::string text;
  for (const auto& finding : found.findings) text += finding + "\n";
  return text;
}

class VerifyTest : public StoreTest {
 protected:
  // What is found after `change`, which does not stay.
  Verification after(const std::function<Result<void>(WriteTxn&)>& change) {
    Verification found;
    const auto dropped = writer_->apply([&](WriteTxn& txn) -> Result<void> {
      TRY(change(txn));
      found = verify_rows(txn);
      return fail(Code::gone, "enough was seen");
    });
    EXPECT_EQ(dropped.error().code, Code::gone) << dropped.error().what;
    return found;
  }

  using Rows = std::vector<std::pair<std::string, std::string>>;
  Rows rows_of(Table table) {
    Rows rows;
    read().scan(table, {}, [&](std::string_view key, std::string_view value) {
      rows.emplace_back(key, value);
      return true;
    });
    return rows;
  }

  SeededRandom random_{1};
};

}  // namespace hallway::test
