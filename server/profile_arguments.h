#pragma once
// How commands are told what somebody does where they work.

#include "server/commands.h"

namespace hallway {

inline constexpr Argument kSkills = {"--skills", "skills", "What they know, by commas", false,
                                     ArgumentKind::list};
inline constexpr Argument kTitle = {"--title", "title", "What they are here: \"Head of the kiln\""};
inline constexpr Argument kTeam = {"--team", "team", "With whom they work: \"Ceramics\""};
inline constexpr Argument kManager = {"--manager", "manager",
                                      "Account or handle of whom they report to; \"\": nobody"};
inline constexpr Argument kPlace = {"--place", "place",
                                    "Where they are found: \"House 2, room 14\""};
inline constexpr Argument kHours = {"--hours", "hours", "When they are there: \"Mon-Thu 9-15\""};
inline constexpr Argument kReach = {
    "--reach", "reach", "How far this is told: department, organization, partners or public"};

// As work_change_in (server/staff.h) reads them, lists of skills taken apart: "--skills a,b
// --skills c".
Json work_arguments(const Json& arguments);

}  // namespace hallway
