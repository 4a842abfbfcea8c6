#pragma once
// Deliveries from a lone node to a peer on the in-process internet that answers as each test says.

#include <functional>
#include <future>
#include <memory>
#include <thread>

#include "federation/deliver.h"
#include "tests/support/acts.h"
#include "tests/support/eventually.h"

namespace hallway::test {

constexpr auto kHost = "remote.example";

// Alice writes to eve, whose node answers as each test says.
class DeliverTest : public ActsTest {
 protected:
  void SetUp() override {
    ActsTest::SetUp();
    befriend(eve_, alice_);
    restart();
  }
  void restart() { restart(net_.client("home.example"), 2'000); }
  void restart(HttpClient& client, size_t most_at_once) {
    deliverer_.reset();
    deliverer_ = std::make_unique<Deliverer>(Deliverer::Parts{.home = home_,
                                                              .store = *store_,
                                                              .writer = *writer_,
                                                              .keys = keys_,
                                                              .client = client,
                                                              .random = random_,
                                                              .clock = clock_,
                                                              .permits = {},
                                                              .most_at_once = most_at_once});
  }
  // Does what is due now, until nothing is.
  void settle() {
    while (deliverer_->run_due() > 0) writer_->drain();
    writer_->drain();
  }
  // Turns the clock to what is due next and does it; false: nothing is owed.
  bool go_on() {
    const auto next = deliverer_->next_due();
    if (!next) return false;
    if (*next > clock_.now()) clock_.set(*next);
    settle();
    return true;
  }
  // Has what `answers` writes and then a look at what is due in one commit, in that order.
  void look_in_the_commit_of(size_t count, const std::function<void()>& answers) {
    std::promise<void> open;
    writer_->submit(
        [&](WriteTxn&) -> Result<void> {
          open.get_future().wait();
          return {};
        },
        [](const Result<void>&) {});
    EXPECT_TRUE(eventually([&] { return writer_->figures().waiting == 0; }));
    answers();
    std::thread looks([&] { deliverer_->run_due(); });
    EXPECT_TRUE(eventually([&] { return writer_->figures().waiting == count + 1; }));
    open.set_value();
    looks.join();
    writer_->drain();
  }
  void answer(int status, const Headers& headers = {}) {
    remote_.guard([=](const Request&) { return Response{.status = status, .headers = headers}; });
  }
  [[nodiscard]] size_t asked() const { return net_.requests(kHost); }
  [[nodiscard]] uint64_t left() const { return count(Table::deliveries); }
  [[nodiscard]] static bool is_cavage(const Request& request) {
    return !request.headers.find("Signature-Input").has_value();
  }

  Site remote_{net_, "https://remote.example"};
  std::unique_ptr<Deliverer> deliverer_;
};

}  // namespace hallway::test
