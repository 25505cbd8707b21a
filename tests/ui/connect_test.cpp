#include "protocol/base/random.h"
#include "tests/support/files.h"
#include "tests/support/seed.h"
#include "tests/ui/window_fixture.h"
#include "ui/connect/link_buttons.h"

#include <QFile>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QTcpServer>
#include <QTcpSocket>
#include <QToolButton>
#include <QTreeWidget>

namespace pushscope {
namespace {

using State = LinkStatus::State;

class ConnectWindow : public Window {
 protected:
  void type(const char* field, const QString& text) {
    auto* edit = find<QLineEdit>(field);
    edit->setFocus();
    edit->selectAll();
    QTest::keyClicks(edit, text);
    EXPECT_EQ(edit->text(), text);
  }
  const std::vector<World::LinkInfo>& links() { return console.feed().world().links(); }
  bool allComplete(size_t count) {
    return waitUntil([&] {
      return links().size() == count &&
             std::all_of(links().begin(), links().end(), [](const auto& link) { return link.snapshotComplete; });
    });
  }
  QString textOf(const char* label) { return find<QLabel>(label)->text(); }
  // By its words, from a button's menu.
  void act(QMenu* menu, const char* words) {
    menu->popup(console.window().mapToGlobal(QPoint(100, 100)));
    ASSERT_TRUE(waitUntil([&] { return menu->isVisible(); }));
    for (QAction* action : menu->actions())
      if (action->text().contains(QLatin1String(words))) {
        QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(action).center());
        return;
      }
    menu->close();
    FAIL() << "no action " << words;
  }
  QString buttonText(int place) { return find<QToolButton>(("link" + std::to_string(place)).c_str())->text(); }
};

TEST_F(ConnectWindow, TwoServersAndAFleetAreConnectedByTheKeyboard) {
  TestBed other{QStringLiteral("1s/2s/2")};
  bed.startFleet(phones);
  other.startFleet(3, {"--prefix", "other-"});
  type("connectServer", bed.admin());
  type("connectToken", bed.tokenFile());
  click(find<QPushButton>("connectAddServer"));
  EXPECT_TRUE(find<QLineEdit>("connectServer2")->hasFocus());
  type("connectServer2", other.admin());
  type("connectToken2", other.tokenFile());
  click(find<QPushButton>("connectAddFleet"));
  type("connectServer3", bed.control());
  type("connectToken3", bed.fleetTokenFile());
  type("connectName", "both");
  picture("connect-three");
  QTest::keyClick(find<QLineEdit>("connectName"), Qt::Key_Return);
  ASSERT_TRUE(allComplete(3));
  ASSERT_TRUE(waitUntil([&] { return online() == phones + 3; }));
  ASSERT_TRUE(waitUntil([&] { return buttonText(2).contains("live"); }));
  EXPECT_EQ(buttonText(0), QStringLiteral("stage %1: live").arg(bed.admin())) << "both have the same name";
  picture("connected-three");
  const auto kept = console.profileNamed("both");
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->links.size(), 3);
}

TEST_F(ConnectWindow, TheTabKeyGoesThroughTheRowsInTheirOrder) {
  click(find<QPushButton>("connectAddFleet"));
  ASSERT_TRUE(waitUntil([&] { return find<QLineEdit>("connectServer2")->isVisible(); }));
  find<QLineEdit>("connectServer")->setFocus();
  for (const char* next :
       {"connectToken", "connectTrust", "connectRemove", "connectKind2", "connectServer2", "connectToken2",
        "connectTrust2", "connectRemove2", "connectAddServer", "connectAddFleet", "connectName", "connectGo"}) {
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    EXPECT_EQ(QApplication::focusWidget()->objectName().toStdString(), next);
  }
}

TEST_F(ConnectWindow, EachMistakeIsSaidAtItsRowAndNothingTypedIsLost) {
  type("connectServer", bed.admin());
  type("connectToken", bed.tokenFile());
  click(find<QPushButton>("connectAddServer"));
  type("connectServer2", bed.admin());
  type("connectToken2", bed.path("missing"));
  type("connectTrust2", "sha256:12");
  click(find<QPushButton>("connectAddFleet"));
  type("connectServer3", "somewhere");
  click(find<QPushButton>("connectGo"));
  EXPECT_FALSE(find<QLabel>("connectMistake")->isVisible());
  EXPECT_TRUE(textOf("connectMistake2").contains("twice"));
  EXPECT_TRUE(textOf("connectMistake2").contains("token file could not be read"));
  EXPECT_TRUE(textOf("connectMistake2").contains("fingerprint"));
  EXPECT_TRUE(textOf("connectMistake3").contains("“somewhere” is not an address"));
  EXPECT_TRUE(find<QLineEdit>("connectServer2")->hasFocus()) << "the first field that is wrong";
  EXPECT_EQ(find<QLineEdit>("connectTrust2")->text(), "sha256:12");
  EXPECT_TRUE(links().empty());
  console.window().resize(1024, 640);
  picture("connect-mistakes-small");
  click(find<QToolButton>("connectRemove3"));
  click(find<QToolButton>("connectRemove2"));
  EXPECT_FALSE(find<QToolButton>("connectRemove")->isEnabled()) << "one row stays";
  EXPECT_EQ(find<QLineEdit>("connectServer")->text(), bed.admin());
  click(find<QPushButton>("connectGo"));
  EXPECT_TRUE(allComplete(1));
}

TEST_F(ConnectWindow, AWrongTokenAndABadCertificateDoNotDisturbTheOthers) {
  TestBed other{QStringLiteral("1s/2s/2")};
  TestBed encrypted{QStringLiteral("1s/2s/2"), {"--tls", "self-made"}};
  bed.startFleet(phones);
  ASSERT_TRUE(console
                  .connectTo({{},
                              {{LinkKind::node, bed.admin(), bed.tokenFile()},
                               {LinkKind::node, other.admin(), writeFile(bed.path("wrong"), "guess\n")},
                               {LinkKind::node, encrypted.admin(), encrypted.tokenFile(),
                                QStringLiteral("sha256:") + QString(64, 'a')}}})
                  .isEmpty());
  ASSERT_TRUE(waitUntil([&] {
    return links().size() == 3 && links()[1].status.state == State::refused &&
           links()[2].status.state == State::refused && online() == phones;
  }));
  EXPECT_TRUE(links()[0].snapshotComplete);
  auto* problem = find<QLabel>("problemText");
  ASSERT_TRUE(waitUntil([&] { return problem->isVisible() && problem->text().count('\n') == 1; }));
  EXPECT_TRUE(problem->text().contains("does not accept this token"));
  EXPECT_TRUE(problem->text().contains("shows another certificate"));
  EXPECT_TRUE(waitUntil([&] { return buttonText(0).contains("live") && buttonText(1).contains("refused"); }));
  picture("one-live-two-refused");
}

TEST_F(ConnectWindow, AMissingServerIsShownAsMissingAndComesBack) {
  TestBed other{QStringLiteral("1s/2s/2")};
  bed.startFleet(phones);
  other.startFleet(3, {"--prefix", "other-"});
  ASSERT_TRUE(console
                  .connectTo({{},
                              {{LinkKind::node, bed.admin(), bed.tokenFile()},
                               {LinkKind::node, other.admin(), other.tokenFile()}}})
                  .isEmpty());
  ASSERT_TRUE(waitUntil([&] { return online() == phones + 3; }));
  other.server().killHard();
  ASSERT_TRUE(waitUntil([&] { return buttonText(1).contains("lost"); }));
  EXPECT_TRUE(waitUntil([&] { return online() == phones; })) << "the others stay";
  EXPECT_TRUE(find<QLabel>("problemText")->text().contains(other.admin()));
  other.restartServer();
  EXPECT_TRUE(waitUntil([&] { return online() == phones + 3; }, 60'000));
}

TEST_F(ConnectWindow, ALinkIsAddedAndEndedWhileTheOthersStay) {
  TestBed other{QStringLiteral("1s/2s/2")};
  connectConsole();
  const uint64_t world = console.feed().worldNumber();
  act(find<QMenu>("linkMenu0"), "Add a server");
  ASSERT_TRUE(waitUntil([&] { return find<QLineEdit>("connectServer3")->isVisible(); }));
  EXPECT_EQ(find<QLineEdit>("connectServer")->text(), bed.admin()) << "what is connected is there";
  picture("connect-add");
  type("connectServer3", other.admin());
  type("connectToken3", other.tokenFile());
  QTest::keyClick(find<QLineEdit>("connectToken3"), Qt::Key_Return);
  ASSERT_TRUE(allComplete(3));
  EXPECT_EQ(console.feed().worldNumber(), world) << "nothing was begun anew";
  EXPECT_TRUE(waitUntil([&] { return online() == phones; }));

  ASSERT_TRUE(waitUntil([&] { return buttonText(2).contains("live"); }));
  act(find<QMenu>("linkMenu0"), "Disconnect");
  ASSERT_TRUE(waitUntil([&] { return links()[0].status.state == State::closed; }));
  EXPECT_EQ(online(), 0) << "what it said is forgotten";
  EXPECT_EQ(links()[2].status.state, State::online);
  EXPECT_TRUE(waitUntil([&] { return !find<QToolButton>("link2")->isVisible(); }));
  EXPECT_EQ(bed.ctl({"sessions"}).exitCode, 0) << "the server minds nothing";
  act(find<QMenu>("linkMenu0"), "Disconnect");
  ASSERT_TRUE(waitUntil([&] { return links()[1].status.state == State::closed; }));
  act(find<QMenu>("linkMenu0"), "Disconnect");
  EXPECT_TRUE(waitUntil([&] { return links().empty() && find<QLineEdit>("connectServer")->isVisible(); }));
}

TEST_F(ConnectWindow, ManyLinksAreOneButtonThatListsThem) {
  std::vector<std::unique_ptr<TestBed>> beds;
  ConnectionProfile profile{{}, {{LinkKind::node, bed.admin(), bed.tokenFile()}}};
  for (int i = 0; i < 3; ++i) {
    beds.push_back(std::make_unique<TestBed>(QStringLiteral("1s/2s/2")));
    profile.links << ProfileLink{LinkKind::node, beds.back()->admin(), beds.back()->tokenFile()};
  }
  ASSERT_TRUE(console.connectTo(profile).isEmpty());
  ASSERT_TRUE(allComplete(4));
  ASSERT_TRUE(waitUntil([&] { return buttonText(0).contains("4 servers: 4 live"); })) << buttonText(0).toStdString();
  beds[1]->server().killHard();
  ASSERT_TRUE(waitUntil([&] { return buttonText(0).contains("3 live, 1 lost"); }));
  auto* menu = find<QMenu>("linkMenu0");
  emit menu->aboutToShow();
  EXPECT_EQ(menu->findChildren<QMenu*>().size(), 4);
  console.window().resize(1024, 640);
  picture("connected-four-small");
}

TEST_F(ConnectWindow, KnownConnectionsAreUsedRenamedAndForgottenByTheKeyboard) {
  connectConsole();
  console.window().showConnectPage();
  auto* list = find<QTreeWidget>("knownConnections");
  ASSERT_EQ(list->topLevelItemCount(), 1);
  picture("connect-known");
  list->setFocus();
  QTest::keyClick(list, Qt::Key_F2);
  auto* editor = qobject_cast<QLineEdit*>(QApplication::focusWidget());
  ASSERT_TRUE(editor);
  editor->selectAll();
  QTest::keyClicks(editor, "stage & more");
  QTest::keyClick(editor, Qt::Key_Return);
  ASSERT_TRUE(waitUntil([&] { return console.profileNamed("stage & more").has_value(); }));
  EXPECT_EQ(list->topLevelItem(0)->text(0), "stage & more");
  list->setFocus();
  QTest::keyClick(list, Qt::Key_Return);
  ASSERT_TRUE(waitUntil([&] { return pageOf("overview")->isVisible(); }));
  EXPECT_EQ(links().size(), 2u) << "nobody was disconnected for it";
  // One that cannot be used says so, and the form stays as it was typed.
  bed.server().killHard();
  QFile::remove(bed.tokenFile());
  console.window().showConnectPage();
  type("connectServer", "half typed");
  list->setFocus();
  QTest::keyClick(list, Qt::Key_Return);
  EXPECT_TRUE(textOf("knownProblem").contains("token file could not be read"));
  EXPECT_EQ(find<QLineEdit>("connectServer")->text(), "half typed");
  list->setFocus();
  QTest::keyClick(list, Qt::Key_Delete);
  EXPECT_FALSE(console.profileNamed("stage & more"));
  EXPECT_FALSE(list->isVisible() && list->topLevelItemCount() > 0);
}

// What a server says is believed in nothing: a link that is told garbage is lost, and the window and the others go on.
TEST_F(ConnectWindow, AHostileServerLosesItsOwnLinkOnly) {
  Random random(testSeed("HostileServer"));
  QTcpServer hostile;
  ASSERT_TRUE(hostile.listen(QHostAddress::LocalHost));
  uint64_t connections = 0;
  QObject::connect(&hostile, &QTcpServer::newConnection, &hostile, [&] {
    while (QTcpSocket* socket = hostile.nextPendingConnection()) {
      ++connections;
      QByteArray bytes(qsizetype(1 + random.below(20'000)), '\0');
      for (char& byte : bytes)
        byte = char(random.below(256));
      // Half of them begin as a frame does, so that more than the length is looked at.
      if (random.chance(500'000) && bytes.size() > 16) {
        bytes.replace(0, 3, QByteArray(3, '\0')); // its length
        bytes[3] = char(16 + random.below(200));
      }
      socket->write(bytes);
      QObject::connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
    }
  });
  bed.startFleet(phones);
  ASSERT_TRUE(console
                  .connectTo({{},
                              {{LinkKind::node, bed.admin(), bed.tokenFile()},
                               {LinkKind::node, QStringLiteral("127.0.0.1:%1").arg(hostile.serverPort()), {}}}})
                  .isEmpty());
  ASSERT_TRUE(waitUntil([&] { return online() == phones; }));
  const uint64_t facts = links()[0].facts;
  EXPECT_TRUE(waitUntil(
      [&] {
        console.feed().retry({1});
        return connections >= testSteps(50);
      },
      60'000))
      << connections;
  EXPECT_TRUE(waitUntil([&] { return online() == phones; }));
  EXPECT_EQ(links()[0].status.state, State::online);
  EXPECT_EQ(links()[0].missedBlocks, 0u);
  EXPECT_TRUE(waitUntil([&] { return links()[0].facts > facts; })) << "it goes on";
  openPage("sessions");
  EXPECT_TRUE(waitUntil([&] { return pageOf("sessions")->table()->model()->rowCount() == phones; }));
}

} // namespace
} // namespace pushscope
