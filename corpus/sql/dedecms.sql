-- 网站数据库备份
SET NAMES utf8;

DROP TABLE IF EXISTS `yx_addonarticle`;
CREATE TABLE `yx_addonarticle` (
  `aid` mediumint(8) unsigned NOT NULL DEFAULT '0',
  `typeid` smallint(5) unsigned NOT NULL DEFAULT '0',
  `body` mediumtext,
  `redirecturl` varchar(255) NOT NULL DEFAULT '',
  PRIMARY KEY (`aid`),
  KEY `typeid` (`typeid`)
) ENGINE=MyISAM DEFAULT CHARSET=utf8;

INSERT INTO `yx_addonarticle` VALUES (201,6,'<p>为做好防汛备汛工作，县水利局于2024年2月30日前完成了对全县山塘水库的拉网式排查。</p>\r\n<p>排查组沿着大坝逐段查看，对发现的&ldquo;坝面裂缝、闸门锈蚀&rdquo;等问题登记造册，明确整改时限和责任人。</p>\r\n<p>县水利局将加强值班值守，确保水库安全渡汛。</p>',''),
(202,6,'<p>3月22日是世界水日，县水利局在文化广场开展节水宣传，发放宣传册1500份。</p>\r\n<p>工作人员用展板介绍了家庭节水的小窍门：洗菜水可以浇花，洗衣水可以拖地。</p>\r\n<p>县水利局负责人说，水是有限的，节约用水要从拧紧水龙头做起。</p>','');

INSERT INTO `yx_archives` (`id`,`typeid`,`channel`,`arcrank`,`click`,`title`,`writer`,`source`,`pubdate`,`senddate`,`description`,`dutyadmin`) VALUES
(201,6,1,0,52,'县水利局开展水库安全排查','许峰','县水利局',1709690400,1709690000,'',3),
(202,6,1,0,37,'县水利局开展世界水日宣传活动','许峰','县水利局',1711101600,1711101000,'',3);

INSERT INTO `yx_arctype` (`id`,`typename`) VALUES (6,'部门动态');

DROP TABLE IF EXISTS `yx_log`;
INSERT INTO `yx_log` (`lid`,`content`) VALUES (1,'admin登陆成功');
