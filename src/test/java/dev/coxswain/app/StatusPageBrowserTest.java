package dev.coxswain.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import dev.coxswain.app.rehearsal.SimulatedCluster;
import dev.coxswain.app.service.Service;
import dev.coxswain.run.Answering;
import dev.coxswain.run.journal.RunJson;
import dev.coxswain.run.record.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The status page in a browser, on an incident that goes from the question to the healed replica while the page is open. */
class StatusPageBrowserTest {

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path SCREENSHOTS = Path.of("target/screenshots");
    private static final double SPEED = 60;
    private static final LocatorAssertions.IsVisibleOptions SOON =
            new LocatorAssertions.IsVisibleOptions().setTimeout(120_000);

    @SuppressWarnings("NullAway.Init")
    private static SimulatedCluster cluster;

    @SuppressWarnings("NullAway.Init")
    private static Service service;

    @SuppressWarnings("NullAway.Init")
    private static Playwright playwright;

    @SuppressWarnings("NullAway.Init")
    private static Browser browser;

    private final List<String> complaints = new ArrayList<>();

    @BeforeAll
    static void up() throws IOException {
        Assumptions.assumeTrue(Files.isExecutable(CHROMIUM), "there is no " + CHROMIUM + " to drive");
        cluster = SimulatedCluster.start(0, SPEED);
        service = Service.start(
                Map.of(
                        "coxswain.cluster.server",
                        cluster.url(),
                        "coxswain.leader-election",
                        false,
                        "coxswain.web.listen",
                        "127.0.0.1:0"),
                cluster.pace());
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(CHROMIUM)
                        .setArgs(List.of("--no-sandbox")));
    }

    @AfterAll
    static void down() {
        if (playwright != null) {
            playwright.close();
        }
        if (service != null) {
            service.close();
            cluster.close();
        }
    }

    private Page open(ColorScheme scheme, int width) {
        Page page = browser.newContext(
                        new Browser.NewContextOptions().setColorScheme(scheme).setViewportSize(width, 900))
                .newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.navigate(service.url().toString());
        return page;
    }

    private static void shoot(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(SCREENSHOTS.resolve(name + ".png"))
                .setFullPage(true));
    }

    private static Run run() {
        return cluster.server().list(RunJson.GVK).stream()
                .map(RunJson::read)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theQuestionAppearsAndTheRunGoesOnWithoutReloading() {
        Page page = open(ColorScheme.LIGHT, 1200);
        assertThat(page.locator("#link.live")).isVisible();
        assertThat(page.locator("#datastores")).containsText("rfr-cart-2");
        page.evaluate("window.neverReloaded = true");

        cluster.server().lock().lock();
        try {
            String replica = cluster.world().replicaOf("shop", "cart");
            cluster.world().restartWithSlowLoad("shop", replica, Duration.ofSeconds(230));
        } finally {
            cluster.server().lock().unlock();
        }

        Locator question = page.locator("#asking .card.asks");
        assertThat(question).isVisible(SOON);
        assertThat(question).containsText("approve " + run().spec().name() + " --server " + cluster.url());
        shoot(page, "overview-light-wide");
        shoot(open(ColorScheme.DARK, 1200), "overview-dark-wide");
        shoot(open(ColorScheme.LIGHT, 390), "overview-light-narrow");

        question.locator("a").first().focus();
        page.keyboard().press("Enter");
        assertThat(page.locator("#plan")).containsText("~ spec.replicas: 1 -> 0");
        assertThat(page.locator("#plan")).containsText("cannot be undone");
        page.evaluate("window.neverReloaded = true");
        page.locator("#with-kubectl summary").focus();
        page.keyboard().press("Enter");
        assertThat(page.locator("#with-kubectl pre")).isVisible();
        shoot(page, "run-light-wide");
        shootRun(page, ColorScheme.DARK, 1200, "run-dark-wide");
        shootRun(page, ColorScheme.DARK, 390, "run-dark-narrow");

        Answering.approve(cluster.server(), run());
        assertThat(page.locator("#answers")).containsText("kubernetes-admin", soonText());
        assertThat(page.locator("#question .card")).hasCount(0);
        assertThat(page.locator("#state .tag.good")).isVisible(SOON);
        assertThat(page.locator("#timeline")).containsText("Succeeded: verified");
        assertThat(page.evaluate("window.neverReloaded")).isEqualTo(true);
        shoot(page, "run-finished");
        assertThat(complaints).isEmpty();
    }

    private void shootRun(Page like, ColorScheme scheme, int width, String name) {
        Page page = open(scheme, width);
        page.navigate(like.url());
        assertThat(page.locator("#link.live")).isVisible();
        shoot(page, name);
    }

    private static LocatorAssertions.ContainsTextOptions soonText() {
        return new LocatorAssertions.ContainsTextOptions().setTimeout(120_000);
    }
}
