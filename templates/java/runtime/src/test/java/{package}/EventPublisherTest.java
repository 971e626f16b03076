// SPDX-License-Identifier: LGPL-2.1-or-later
package bw_package;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Tests how events are published that a listener is told. */
final class EventPublisherTest {
    /** Writes down what it gets. */
    private record Written(BlockingQueue<String> lines) implements Flow.Subscriber<String> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(String event) {
            lines.add(event);
        }

        @Override
        public void onError(Throwable failed) {
            lines.add("failed");
        }

        @Override
        public void onComplete() {
            lines.add("complete");
        }
    }

    private static String next(Written subscriber) throws InterruptedException {
        return subscriber.lines().poll(20, TimeUnit.SECONDS);
    }

    @Test
    void subscribersGetAllEventsUntilThePublisherIsClosed() throws InterruptedException {
        AtomicReference<Consumer<String>> listener = new AtomicReference<>();
        Written first = new Written(new LinkedBlockingQueue<>());
        Written second = new Written(new LinkedBlockingQueue<>());
        try (EventPublisher<String> publisher = EventPublisher.of(told -> {
            listener.set(told);
            return "key";
        }, key -> listener.set(null))) {
            publisher.subscribe(first);
            publisher.subscribe(second);
            listener.get().accept("event");
        }

        assertNull(listener.get());
        for (Written subscriber : new Written[] {first, second}) {
            assertEquals("event", next(subscriber));
            assertEquals("complete", next(subscriber));
        }
    }
}
