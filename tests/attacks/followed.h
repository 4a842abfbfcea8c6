#pragma once
// Mallory and Carol, whom the victim knows and Alice follows: what they send is taken in.

#include "tests/attacks/attack.h"

namespace hallway::test {

class FollowedAttack : public Attack {
 protected:
  void SetUp() override {
    Attack::SetUp();
    for (const auto& stranger : {mallory_, carol_}) {
      victim_.meet(stranger);
      const auto name = stranger.iri.substr(stranger.iri.rfind('/'));
      victim_.put_follow(iri(victim_.alice()), iri(stranger.iri), FollowState::accepted,
                         iri(victim_.at("/follows" + name)));
    }
    forget();
  }
  // Whatever was asked of anybody until now.
  void forget() {
    evil_.forget();
    good_.forget();
    outside::forget();
  }

  const Stranger mallory_ = evil_.put_person("mallory");
  const Stranger carol_ = good_.put_person("carol", test_key(KeyType::rsa, 1));
};

}  // namespace hallway::test
