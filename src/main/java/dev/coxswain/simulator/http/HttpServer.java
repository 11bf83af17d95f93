package dev.coxswain.simulator.http;

import dev.coxswain.simulator.api.ApiServer;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/** Serves an {@link ApiServer} on a port of this machine, until it is closed. */
public final class HttpServer implements AutoCloseable {

    private static final int MAX_BODY = 8 * 1024 * 1024;

    private final EventLoopGroup loops;
    private final Channel channel;

    private HttpServer(EventLoopGroup loops, Channel channel) {
        this.loops = loops;
        this.channel = channel;
    }

    /**
     * Plain HTTP on the loopback interface.
     *
     * @param port 0 for any that is free
     */
    public static HttpServer start(ApiServer api, int port) {
        return start(api, new InetSocketAddress(InetAddress.getLoopbackAddress(), port), Optional.empty());
    }

    /**
     * @param tls whose client certificates, where it asks for them, are told to the authenticator
     * @throws IllegalArgumentException when nobody can listen there, in words for whoever chose the address
     */
    public static HttpServer start(ApiServer api, InetSocketAddress address, Optional<SslContext> tls) {
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel child) {
                        tls.ifPresent(context -> child.pipeline().addLast("tls", context.newHandler(child.alloc())));
                        child.pipeline()
                                .addLast(new HttpServerCodec())
                                .addLast(new HttpObjectAggregator(MAX_BODY))
                                .addLast(new RequestHandler(api));
                    }
                });
        ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            loops.shutdownGracefully(0, 1, java.util.concurrent.TimeUnit.SECONDS)
                    .awaitUninterruptibly();
            throw new IllegalArgumentException("cannot listen on " + address.getHostString() + ":" + address.getPort()
                    + " (" + bound.cause().getMessage() + "); choose another port, or 0 for any that is free");
        }
        return new HttpServer(loops, bound.channel());
    }

    public int port() {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    @Override
    public void close() {
        channel.close().syncUninterruptibly();
        loops.shutdownGracefully(0, 1, java.util.concurrent.TimeUnit.SECONDS).syncUninterruptibly();
    }
}
