package dev.coxswain.app.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class FairWorkersTest {

    private static boolean awaited(CountDownLatch latch) {
        try {
            return latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Test
    @Timeout(30)
    void p9WhatHangsInOneNamespaceDoesNotHoldUpAnother() {
        FairWorkers workers = new FairWorkers(2, 3, () -> {});
        CountDownLatch hang = new CountDownLatch(1);
        for (int i = 0; i < 50; i++) {
            workers.submit("dev", "dev/run-" + i, () -> awaited(hang));
        }
        CountDownLatch production = new CountDownLatch(5);
        for (int i = 0; i < 5; i++) {
            workers.submit("production", "production/run-" + i, production::countDown);
        }
        assertThat(awaited(production)).isTrue();
        hang.countDown();
    }

    @Test
    @Timeout(30)
    void workThatIsSubmittedWhileItGoesOnIsDoneOnceMore() {
        CountDownLatch twice = new CountDownLatch(2);
        FairWorkers workers = new FairWorkers(2, 2, twice::countDown);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicInteger done = new AtomicInteger();
        Runnable work = () -> {
            begun.countDown();
            awaited(goOn);
            done.incrementAndGet();
        };
        workers.submit("shop", "shop/run", work);
        assertThat(awaited(begun)).isTrue();
        workers.submit("shop", "shop/run", work);
        workers.submit("shop", "shop/run", work);
        goOn.countDown();
        assertThat(awaited(twice)).isTrue();
        assertThat(done).hasValue(2);
    }

    @Test
    @Timeout(30)
    void whatGivesWayIsDoneALittleAtATime() {
        FairWorkers workers = new FairWorkers(2, 2, () -> {});
        CountDownLatch hang = new CountDownLatch(1);
        CountDownLatch all = new CountDownLatch(20);
        AtomicInteger begun = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        for (int i = 0; i < 20; i++) {
            workers.giveWay("shop/run-" + i, () -> {
                most.accumulateAndGet(begun.incrementAndGet(), Math::max);
                awaited(hang);
                begun.decrementAndGet();
                all.countDown();
            });
        }
        CountDownLatch submitted = new CountDownLatch(1);
        workers.submit("shop", "shop/other", submitted::countDown);
        assertThat(awaited(submitted)).isTrue();
        hang.countDown();
        assertThat(awaited(all)).isTrue();
        assertThat(most).hasValue(2);
    }

    @Test
    @Timeout(30)
    void whenTooMuchIsPutOffItGivesWayNoMore() {
        FairWorkers workers = new FairWorkers(2, 2, () -> {});
        CountDownLatch hang = new CountDownLatch(1);
        for (int i = 0; i < 502; i++) {
            workers.giveWay("shop/run-" + i, () -> awaited(hang));
        }
        AtomicInteger done = new AtomicInteger();
        workers.giveWay("shop/one-too-many", done::incrementAndGet);
        hang.countDown();
        assertThat(done).hasValue(1);
    }
}
