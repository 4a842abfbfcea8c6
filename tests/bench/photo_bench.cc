// How long a photo takes from the upload to being ready, and what memory that takes:
//   photo_bench [FOLDER]
// The photo has 12 megapixels and noise, as cameras make them; ffmpeg makes it beforehand.

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <vector>

#include "server/media_job.h"

namespace hallway {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr int kRounds = 5;

// What draws is not to count: of a child that nobody waits for the system keeps no figures.
bool draw(const fs::path& path, const char* codec) {
  const auto command =
      "ffmpeg -nostdin -v error -y -f lavfi -i testsrc2=size=4000x3000,noise=alls=20 -frames:v 1 " +
      std::string(codec) + " " + path.string();
  std::signal(SIGCHLD, SIG_IGN);
  (void)std::system(command.c_str());  // which cannot say how it ended then
  std::signal(SIGCHLD, SIG_DFL);
  std::error_code none;
  return fs::exists(path, none);
}

rusage used_by_children() {
  rusage used{};
  ::getrusage(RUSAGE_CHILDREN, &used);
  return used;
}

double processor_ms() {
  const auto used = used_by_children();
  const auto ms = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_usec) / 1e3;
  };
  return ms(used.ru_utime) + ms(used.ru_stime);
}

double once(const fs::path& folder) {
  const auto began = Clock::now();
  const auto made = run_media_job(folder, {}, minutes(1));
  if (!made.ok()) std::printf("  %s\n", made.error().what.c_str());
  return std::chrono::duration<double, std::milli>(Clock::now() - began).count();
}

void measure(const fs::path& folder, const char* name, const char* codec) {
  fs::create_directories(folder);
  if (!draw(folder / "input", codec)) return;
  std::vector<double> took;
  took.reserve(kRounds);
  const double before = processor_ms();
  for (int i = 0; i < kRounds; ++i) took.push_back(once(folder));
  std::ranges::sort(took);
  std::printf("  %-6s %6.1f MiB   %5.0f   %5.0f   %6.0f   %5ld\n", name,
              static_cast<double>(fs::file_size(folder / "input")) / (1 << 20),
              took[took.size() / 2], took.back(), (processor_ms() - before) / kRounds,
              used_by_children().ru_maxrss / 1024);
}

}  // namespace
}  // namespace hallway

int main(int count, char** words) {
  const auto folder = std::filesystem::absolute(count > 1 ? words[1] : ".") / "photo_bench";
  std::printf("A photo of 12 megapixels, ready with its preview\n");
  std::printf("  kind      bytes   p50 ms  max ms   CPU ms  peak MiB so far\n");
  std::fflush(stdout);
  hallway::measure(folder, "JPEG", "-q:v 3 -f mjpeg");
  hallway::measure(folder, "WebP", "-c:v libwebp -f webp");
  hallway::measure(folder, "PNG", "-c:v png -f image2pipe");
  std::filesystem::remove_all(folder);
}
