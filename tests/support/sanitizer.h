#pragma once
// Which sanitizer looks on while a test runs. What a test merely repeats it may repeat less often
// then, since all takes ten times as long; what it holds to be true stays the same.

namespace hallway::test {

#if defined(__has_feature)
constexpr bool kThreadSanitizer = __has_feature(thread_sanitizer);
constexpr bool kSanitized = kThreadSanitizer || __has_feature(address_sanitizer);
#else
constexpr bool kThreadSanitizer = false, kSanitized = false;
#endif

}  // namespace hallway::test
