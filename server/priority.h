#pragma once
// Which threads go first where there is more to do than processors.

namespace hallway {

// Steps of niceness (0 to 19, 19 is the least): those who work on requests, beside the thread that
// commits, for whom all of them wait; and whoever does what nobody waits for.
inline constexpr int kAfterTheWriter = 5, kLast = 19;

// The calling thread gives way to the others, by so many steps more than now. Where the system does
// not let it, all goes on as before.
void give_way(int steps);

}  // namespace hallway
