#include "ui/theme/icons.h"
#include "ui/theme/theme_switch.h"
#include "ui/theme/tint.h"

#include <QApplication>
#include <QLabel>

#include <gtest/gtest.h>

#include <array>
#include <cmath>

namespace pushscope {
namespace {

using Rgb = std::array<double, 3>; // linear light

Rgb linear(const QColor& c) {
  const auto part = [](double v) { return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4); };
  return {part(c.redF()), part(c.greenF()), part(c.blueF())};
}
double luminance(const QColor& c) {
  const Rgb l = linear(c);
  return 0.2126 * l[0] + 0.7152 * l[1] + 0.0722 * l[2];
}
double contrast(const QColor& a, const QColor& b) {
  const double x = luminance(a), y = luminance(b);
  return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

// How eyes without one kind of cone see: Machado, Oliveira, Fernandes 2009, table for severity 1.0, on linear light.
using Matrix = std::array<Rgb, 3>;
const std::vector<std::pair<const char*, Matrix>> eyes{
    {"all cones", {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}}},
    {"protanopia",
     {{{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}}}},
    {"deuteranopia",
     {{{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}}}},
    {"tritanopia",
     {{{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}}}}};

struct Lab {
  double l, a, b;
};
Lab seen(const QColor& colour, const Matrix& eye) {
  const Rgb in = linear(colour);
  Rgb c{};
  for (size_t i = 0; i < 3; ++i)
    c[i] = std::clamp(eye[i][0] * in[0] + eye[i][1] * in[1] + eye[i][2] * in[2], 0.0, 1.0);
  const auto f = [](double t) { return t > 0.008856 ? std::cbrt(t) : 7.787 * t + 16.0 / 116; };
  const double x = f((0.4124564 * c[0] + 0.3575761 * c[1] + 0.1804375 * c[2]) / 0.95047);
  const double y = f(0.2126729 * c[0] + 0.7151522 * c[1] + 0.0721750 * c[2]);
  const double z = f((0.0193339 * c[0] + 0.1191920 * c[1] + 0.9503041 * c[2]) / 1.08883);
  return {116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

constexpr double degrees = 180 / 3.14159265358979323846;

double meanHue(double h1, double h2, bool grey) {
  if (grey || std::abs(h1 - h2) <= 180)
    return grey ? h1 + h2 : (h1 + h2) / 2;
  return h1 + h2 < 360 ? (h1 + h2 + 360) / 2 : (h1 + h2 - 360) / 2;
}

// CIEDE2000, as Sharma, Wu, Dalal 2005 write it down. 1 is what an eye just sees side by side.
double difference(const Lab& p, const Lab& q) {
  const double mean = (std::hypot(p.a, p.b) + std::hypot(q.a, q.b)) / 2;
  const double g = 0.5 * (1 - std::sqrt(std::pow(mean, 7) / (std::pow(mean, 7) + std::pow(25.0, 7))));
  const double a1 = (1 + g) * p.a, a2 = (1 + g) * q.a;
  const double c1 = std::hypot(a1, p.b), c2 = std::hypot(a2, q.b);
  const auto hue = [](double a, double b) { return std::fmod(std::atan2(b, a) * degrees + 360, 360); };
  const double h1 = hue(a1, p.b), h2 = hue(a2, q.b);
  const bool grey = c1 * c2 == 0;
  double turn = grey ? 0 : h2 - h1;
  turn += turn > 180 ? -360 : turn < -180 ? 360 : 0;
  const double dl = q.l - p.l, dc = c2 - c1, dh = 2 * std::sqrt(c1 * c2) * std::sin(turn / 2 / degrees);
  const double l = (p.l + q.l) / 2, c = (c1 + c2) / 2, h = meanHue(h1, h2, grey);
  const double t = 1 - 0.17 * std::cos((h - 30) / degrees) + 0.24 * std::cos(2 * h / degrees) +
                   0.32 * std::cos((3 * h + 6) / degrees) - 0.20 * std::cos((4 * h - 63) / degrees);
  const double sl = 1 + 0.015 * (l - 50) * (l - 50) / std::sqrt(20 + (l - 50) * (l - 50));
  const double sc = 1 + 0.045 * c, sh = 1 + 0.015 * c * t;
  const double rotation = -std::sin(60 * std::exp(-std::pow((h - 275) / 25, 2)) / degrees) * 2 *
                          std::sqrt(std::pow(c, 7) / (std::pow(c, 7) + std::pow(25.0, 7)));
  return std::sqrt(std::pow(dl / sl, 2) + std::pow(dc / sc, 2) + std::pow(dh / sh, 2) +
                   rotation * (dc / sc) * (dh / sh));
}

// Two of the pairs that Sharma, Wu and Dalal publish to check implementations by.
TEST(Difference, IsThatOfThePublishedPairs) {
  EXPECT_NEAR(difference({50, 2.6772, -79.7751}, {50, 0, -82.7485}), 2.0425, 1e-4);
  EXPECT_NEAR(difference({60.2574, -34.0099, 36.2677}, {60.4626, -34.1751, 39.4387}), 1.2644, 1e-4);
}

constexpr std::array tones{Tone::alive, Tone::late, Tone::dead, Tone::retried, Tone::info, Tone::faint};
constexpr std::array roles{QPalette::Window, QPalette::Base, QPalette::AlternateBase, QPalette::ToolTipBase};

class Look : public ::testing::TestWithParam<bool> {
 protected:
  const QPalette palette = Theme::palette(GetParam());
};

// WCAG 2.1: 4.5:1 for words (1.4.3), 3:1 for what is no word (1.4.11).
TEST_P(Look, WordsAndShapesStandOutFromEveryGround) {
  for (const auto role : roles) {
    const QColor ground = palette.color(role);
    for (const auto words :
         {QPalette::Text, QPalette::WindowText, QPalette::ToolTipText, QPalette::PlaceholderText, QPalette::Link})
      EXPECT_GE(contrast(palette.color(words), ground), 4.5) << "role " << words << " on " << role;
    EXPECT_GE(contrast(Theme::faintText(palette), ground), 4.5) << role;
    EXPECT_GE(contrast(Theme::wrongText(palette), ground), 4.5) << role;
    for (const Tone tone : tones)
      EXPECT_GE(contrast(Theme::tone(tone, palette), ground), 3) << "tone " << int(tone) << " on " << role;
    for (int i = 0; i <= Theme::lineColours; ++i)
      EXPECT_GE(contrast(Theme::line(i, palette), ground), 3) << "line " << i << " on " << role;
  }
  const QColor chosen = palette.color(QPalette::Highlight);
  EXPECT_GE(contrast(palette.color(QPalette::HighlightedText), chosen), 4.5);
  EXPECT_GE(contrast(chosen, palette.color(QPalette::Base)), 3) << "the row that is selected";
  EXPECT_GE(contrast(palette.color(QPalette::ButtonText), palette.color(QPalette::Button)), 4.5);
  EXPECT_GE(contrast(palette.color(QPalette::Base), Theme::tone(Tone::info, palette)), 4.5) << "the badge of a replay";
}

// On a row that is selected every shape has the colour of its words.
TEST_P(Look, AShapeOnASelectedRowHasTheColourOfItsWords) {
  for (const Tone tone : {Tone::alive, Tone::late, Tone::dead, Tone::retried, Tone::info}) {
    const QImage shape = toneIcon(tone, palette).pixmap(QSize(16, 16), QIcon::Selected).toImage();
    EXPECT_EQ(shape.pixelColor(8, 9), palette.color(QPalette::HighlightedText)) << int(tone);
  }
}

TEST_P(Look, TonesAreToldApartByEveryEye) {
  for (const auto& [name, eye] : eyes)
    for (size_t i = 0; i < tones.size(); ++i)
      for (size_t k = i + 1; k < tones.size(); ++k)
        EXPECT_GE(difference(seen(Theme::tone(tones[i], palette), eye), seen(Theme::tone(tones[k], palette), eye)), 9)
            << name << ": tones " << int(tones[i]) << " and " << int(tones[k]);
}

TEST_P(Look, MoreHeatIsFurtherFromTheGroundAtEveryStepForEveryEye) {
  constexpr int steps = 32;
  for (const auto& [name, eye] : eyes) {
    const double ground = seen(palette.color(QPalette::Base), eye).l;
    double before = 0;
    for (int i = 0; i <= steps; ++i) {
      const double away = std::abs(seen(Theme::heat(double(i) / steps, palette), eye).l - ground);
      EXPECT_GT(away, before) << name << ", step " << i;
      before = away;
    }
  }
  EXPECT_GE(contrast(Theme::heat(1, palette), palette.color(QPalette::Base)), 4.5);
}

INSTANTIATE_TEST_SUITE_P(Both, Look, ::testing::Values(false, true),
                         [](const auto& look) { return look.param ? "dark" : "light"; });

class ThemeSwitches : public ::testing::Test {
 protected:
  bool desktopIsDark = false;
  QLabel window;
  ThemeSwitch theme{nullptr, [this] { return desktopIsDark; }};

  void SetUp() override {
    Theme::apply(*qApp, Theme::Choice::light);
    theme.watch(window);
    window.show();
  }
  void TearDown() override { Theme::apply(*qApp, Theme::Choice::light); }
  // As Qt tells of it before 6.5; later versions have a signal.
  void desktopChanges(bool dark) {
    desktopIsDark = dark;
    QEvent event(QEvent::ThemeChange);
    QCoreApplication::sendEvent(&window, &event);
    QCoreApplication::processEvents(); // Qt tells widgets of a palette by an event that waits its turn
  }
  void choose(Theme::Choice choice) {
    theme.choose(choice);
    QCoreApplication::processEvents();
  }
};

TEST_F(ThemeSwitches, FollowsTheDesktopOnlyAsLongAsThatIsChosen) {
  desktopChanges(true);
  EXPECT_TRUE(Theme::isDark());
  EXPECT_TRUE(Theme::isDark(window.palette())) << "also what is there already";
  desktopChanges(false);
  EXPECT_FALSE(Theme::isDark());
  choose(Theme::Choice::dark);
  EXPECT_TRUE(Theme::isDark());
  desktopChanges(true);
  desktopChanges(false);
  EXPECT_TRUE(Theme::isDark()) << "a person has chosen";
  choose(Theme::Choice::system);
  EXPECT_FALSE(Theme::isDark()) << "at once, not with the next change of the desktop";
}

TEST_F(ThemeSwitches, WhatIsTintedIsTintedAnew) {
  setTint(&window, Tint::wrong);
  EXPECT_EQ(window.palette().color(QPalette::WindowText), Theme::wrongText(Theme::palette(false)));
  choose(Theme::Choice::dark);
  EXPECT_EQ(window.palette().color(QPalette::WindowText), Theme::wrongText(Theme::palette(true)));
  EXPECT_EQ(window.palette().color(QPalette::Window), Theme::palette(true).color(QPalette::Window));
  setTint(&window, Tint::none);
  EXPECT_EQ(window.palette().color(QPalette::WindowText), Theme::palette(true).color(QPalette::WindowText));
  choose(Theme::Choice::light);
  EXPECT_EQ(window.palette().color(QPalette::WindowText), Theme::palette(false).color(QPalette::WindowText));
}

} // namespace
} // namespace pushscope
