#pragma once
// How long ago something was, on a clock that may have been set back meanwhile.

#include "storage/values/time.h"

namespace hallway {

// Two threads, or two machines, read their clocks a little apart.
inline constexpr Duration kClockSkew = minutes(1);

// Whether `length` has gone by since `then`. A moment that lies ahead was noted before the clock
// was set back: whoever waits for it would wait for as long as the clock was wrong, so it counts as
// long ago.
inline bool has_passed(Time then, Duration length, Time now) {
  return now - then >= length || then - now > kClockSkew;
}

}  // namespace hallway
