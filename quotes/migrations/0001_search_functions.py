"""How words are folded and cut, once, for what is stored and for what is typed.

``search_words`` is the rule; ``search_exact`` and ``search_stems`` fill the stored columns; the
other functions make the question by the same rule. ``quotes/text.py`` is its mirror in Python.
Everything names its schema: ``pg_restore`` empties the search path.

The traditional → simplified table is every single BMP character of OpenCC's ``TSCharacters.txt``
with its first single BMP candidate (package ``opencc-python-reimplemented`` 0.1.7, Apache License
2.0, © the OpenCC authors), sorted by the traditional character. It only has to make two spellings
meet, never to be shown. SEPARATORS is every code point above ASCII of the general categories P, S,
Z and C in Unicode 14 (gaps of unassigned code points filled), without § € £ ¥, with the lone kana
voicing marks. Both are frozen: what is stored was made with them.
"""

from django.db import migrations

TRADITIONAL = (
    "丟並乾亂亞佈佔併來侖侶侷係俠俬倆倉個們倖倫偉側偵偽傑傘備傢傭傳債傷傾僅僑僕僞僥僱價儀儁億儈儉儘償優儲兇兌兒內兩冊冪凈凍凜凱別刪則剋剎剛剝剮創剷劃劇劉劊劍劑勁動務"
    "勛勝勞勢勳勵勸勻匯區協卹卻卽厠厤厭厲參叄叢吳吶呂員唸問啓啞啟喚喪喫喬單喲嗆嗎嗚嘆嘔嘗嘩嘯噁噓噴噸噹嚇嚐嚙嚥嚨嚮嚴囂囌囑囪國圍園圓圖團垻埰執堅堯報場塊塗塢塵塹墊墜"
    "墮墰墳墻墾壇壓壘壜壞壟壩壯壺壽夠夢夥夾奧奪奬奮妝姦娛婁婦媽嬌嬰嬸孃孫學孿宮寀寢實寧審寫寬寵寶將專尋對導屆屍屜屢層屬岡峯島峽崑崗崙嵗嶄嶺嶼嶽巋巒巖帥師帳帶幀幟幣幫"
    "幹幾庫廁廂廄廈廕廚廟廠廢廣廬廳弔張強彆彈彌彎彔彙彥彫彿後徑從復徵徹恆恥悅悶悽惡惱愛慄態慘慚慣慫慮慶慼慾憂憊憐憑憚憤憫憲憶懇應懞懲懶懷懸懼懾戀戰戲戶拋挾捨捱捲掃掄"
    "掙掛採揀揚換揮損搖搗搶摟摯摳摺摻撈撐撓撣撥撫撲撻撾撿擁擄擇擊擋擔據擠擣擬擯擰擱擲擴擺擻擾攆攏攔攙攜攝攢攣攤攪攬敎敗敘敵數斂斃斬斷於旂旣昇時晉晝暈暢暫曆曉曏曠曬書"
    "會朮東枴柵柺査桿條棄棊棗棟棧棲楊楓業極榘榦榮構槍槓槳樁樂樑樓標樞樣樸樹橋機橢橫檔檢檯檸檻櫃櫥櫻欄權欽歎歐歡歲歷歸殘殭殲殺殻殼毀毆氈氣氫氾汎汙決沒沖況泝洩洶涼淒淚"
    "淨淩淪淵淺渙減渦測渾湊湧湯準溝溫溼滄滅滌滙滬滯滲滷滾滿漁漚漢漣漬漲漸漿潑潔潛潤潰澀澆澇澗澤澱濁濃濕濘濛濟濤濫濰濱濺濾瀉瀋瀕瀝瀰瀾灑灕灘灣灤災為烏烴無煉煙煥煩熒熱"
    "熾燈燒燙營燦燬燭燴燻燼爍爐爛爭爲爺爾牀牆牽犢犧狀狹狽猙猶獃獄獅獎獨獰獲獵獸獺獻現琱琺瑣瑤瑩瑪環瓊甕產産甦甯畝畢畫異畵當疇疊痙痠瘋瘍瘓瘡瘧療癒癟癡癢癥癬癰癱發皁皚"
    "皺盃盜盞盡監盤盧盪眞眾睏睜瞞矇矚矯硃硯碩確碼磚礆礎礙礦礫礬祕祿禍禦禮禱禿稅稈稜種稱穀積穎穢穩穫窩窪窮窯窺竄竅竈竊竪競筆筍箇箋節範築篩簍簑簡簽簾籃籌籠籤籬籮籲粵糞"
    "糧糰糾紀約紅紉紋納紐純紗紙級紛紡紮細紳紹終絃組絆結絕絛絞絡絢給絨統絲絶絹綁綉綏綑經綜綠綢綫維綱網綳綴綵綸綻綽綿緊緑緒緘線緝緞締緣編緩緬緯練緻縛縣縧縫縮縱縴縷總績"
    "繃織繕繞繡繩繪繫繭繳繹繼續纍纏纓纔纖纜缽罈罎罰罵罷羅羣羨義習翫翹聖聞聯聰聲聳聶職聽聾肅脅脈脣脩脫脹腎腦腫腳腸膚膠膩膽膿臉臍臘臟臥臨臺與興舉舊舘艙艦艱艷茲荊莊莖莢"
    "華菸萊萬葉葦葯葷蒐蒼蓆蓋蓮蔔蔘蔣蔥蔭蕩蕪蕭薊薑薔薦薩薹藍藝藥藴藹蘆蘇蘊蘋蘭蘿處虛虜號虧蛻蝕蝦蝨蝸螞螢蟄蟬蟲蟻蠅蠍蠟蠱蠶蠻衆衊術衕衚衛衝裏補裝裡製複褲襖襪襬襯襲覈"
    "見規覓視親覺覽觀觸訂訃計訊討訓訖託記訛訝訟訣訪設許訴診註証詐評詛詞詠詢詣試詩詫詭話該詳誅誇誌認誕誘語誠誡誣誤誦誨說説誰課誹誼調諄談請諒論諜諧諮諱諷諸諺諾謀謂謄謅"
    "謊謎謗謙講謝謠謡謬謹謾譁證譏識譚譜譟譭譯議譴護譽讀變讒讓讕讚豈豎豐豔豬貓貝貞負財貢貧貨販貪貫責貯貳貴貶買貸費貼貿賀賂賃賄資賈賊賒賓賜賞賠賢賣賤賦質賬賭賴賺購賽贅"
    "贈贊贍贏贓贖贛贜趕趙趨跡踐踰踴蹟蹤躊躍躥軀車軋軌軍軒軟軸較載輓輔輕輛輝輥輩輪輯輸輻輾輿轄轅轉轍轎轟辦辭辮辯農迴這連週進遊運過達違遙遜遞遠遡適遲遷選遺遼邁還邊邏郵"
    "鄉鄒鄖鄧鄭鄰鄲醖醜醞醣醫醬釀釁釋釐釘針釣釦釩釺鈅鈉鈍鈎鈔鈕鈞鈡鈣鈴鈾鉀鉅鉆鉑鉗鉚鉛鉢鉤鉸鉻銀銅銑銘銜銥銳銷銹銻鋁鋅鋇鋒鋤鋪鋭鋸鋼錄錐錘錠錢錦錨錫錯録錳錶鍁鍊鍋鍍"
    "鍘鍛鍬鍵鍺鍼鍾鎂鎊鎌鎖鎚鎢鎬鎭鎮鎳鏇鏈鏟鏡鏽鐐鐘鐮鐳鐵鑄鑑鑒鑰鑲鑷鑼鑽鑿長門閃閉開閏閑閒間閘閡閣閤閥閨閩閱閲閹閻闆闇闊闌闖關闡闢陝陞陣陰陳陸陽隊階隕際隨險隱隴隸"
    "隻雖雙雛雜雞離難雲電霑霧靈靜鞏鞦韆韋韌韓韻響頁頂頃項順須頌預頑頒頓頗領頤頭頰頸頹頻頽顆題額顏顔願顛類顧顫顯顱顴風颱颳飄飛飢飯飲飼飽飾餃餅養餌餒餓餘餞餡館餬餵餾饅"
    "饋饑饒饞馬馭馮馱馳馴駁駐駒駕駛駝駡駭駱駿騁騎騙騰騷騾驅驕驗驚驟驢骯髒體髮鬆鬍鬚鬥鬧鬨鬱魚魯鮑鮮鯉鯨鰓鱉鱗鳥鳳鳴鴉鴕鴛鴦鴨鴻鴿鵑鵝鵬鵰鵲鶴鷄鷗鷹鹵鹹鹼鹽麗麥麪麫麯"
    "麴麵麼麽黃點黨黴鼕齊齋齒齡齣齧齲龍龐龔龜亙佇俁倀傖傯傴僂僉僨儂儐儔儕儷儺儻儼兗冑剄剴劌勱匭匱厙厴吒咼唄嗇嗩嗶嘍嘖嘜嘮嘰嘵嘸噝噠噥噦噯噲嚀嚌嚕嚦嚳嚶囀囁囅囈圇埡堊"
    "堖堝塋塏塒塚塤壎壙壚壠壢奐奩奼姍婭媧媯媼嫋嫗嫵嫺嫻嬀嬈嬋嬙嬡嬤嬪孌尷屨峴崍崢崬嵐嶁嶇嶗嶠嶧嶸巔巰巹幃幗幘幬廝廡廩弒弳徠悵惲惻愜愨愴愷愾慍慟慤慪慳憒憮懌懍懟懣懨懺"
    "戇戔戧戩挱捫摑摜摶撟撳擷擼攄攖攛斕暉曄曇曖朧梔梘梟棖椏楨榪榿槧槨樅樺橈檁檉檜檣檳櫓櫚櫛櫝櫞櫟櫧櫨櫪櫫櫬櫱櫳櫸欅欏欒欖欞歟歿殞殤殫殮殯毿氂氌氬氳浹涇淥淶湞溈滎滸漵"
    "潁潙潯潷潿澠澩澮濼瀅瀆瀏瀘瀟瀠瀦瀧瀨瀲灃灄灝灧灩煒煢煬熗燁燉燜燾牘犖犛猻獁獪獫獷獼玀琿瑋璉璣璦璽璿瓏瓔瓚甌痾瘂瘞瘺瘻癆癇癉癘癤癧癩癭癮癲皰皸眥睞瞘瞼硤硨碭碸磣磧"
    "磯磽礪礱禎禪禰秈稟穌穡窶竇筧箏篋篤篳簀簞簣簫籜籟籩籪糉糝糲糴糶糹紂紆紇紈紓紕紜紱紲紺紼紿絀絎絝絳綃綆綈綞綣綬綰綹綺綾緄緇緋緔緗緙緡緦緱緲緶緹縈縉縊縋縐縑縝縞縟縭"
    "縲縵縶縹繅繆繒繚繢繮繯繰繽繾纈纊纘罌羆羈羋羥羶耬耮聵聹脛腖腡膃膾臏臚臠艤艫芻苧莧菴萇萵葒葤蒓蒔蒞蓀蓯蓴蓽蔞蔦蕁蕆蕎蕒蕓蕕蕘蕢蕷薈薌薟薴薺藎藪藶藺蘄蘚蘞蘢蘺虯蛺蜆"
    "蝟螄螻蟈蟎蟣蟯蟶蠆蠐蠑蠔蠣袞裊褳褸褻襇襉襝襠襤覘覡覦覬覯覲覷覿觴觶訁訌訐訕訥訶詁詆詎詒詔詘詡詬詮詰詵詼詿誄誆誑誒誚誥誶諂諉諍諏諑諗諛諞諡諢諤諦諫諭諳諶諼謁謐謔謖"
    "謚謨謫謭謳譎譖譙譫譾讎讖讜讞貰貲貺貽賁賅賑賕賚賡賧賫賻賾贄贋贐贗趲蹌蹕蹠蹣蹺躉躋躑躒躓躕躚躡躦躪軔軛軤軫軲軹軺軻軼軾輅輇輊輒輜輞輟輦輳轂轆轔轡轢轤逕邇邐郟鄆鄔鄴"
    "鄶鄺酈醃釃釅釒釓釔釕釗釙釤釧釵釷釹鈀鈁鈄鈈鈐鈑鈥鈦鈧鈮鈰鈳鈷鈸鈹鈺鈽鈿鉈鉉鉍鉕鉞鉦鉬鉭鉳鉺鉿銃銓銖銚銠銣銦銨銩銪銫銬銱銼鋃鋌鋏鋝鋟鋣鋥鋦鋨鋮鋯鋰鋱鋶錁錆錇錈錒錕"
    "錙錚錛錟錮錸錼鍀鍃鍅鍆鍇鍔鍤鍥鍩鍰鍶鎄鎇鎘鎣鎦鎧鎩鎪鎰鎵鎸鎿鏃鏌鏍鏑鏗鏘鏜鏝鏞鏢鏤鏨鏵鏷鏹鐃鐋鐒鐓鐔鐙鐝鐠鐦鐧鐨鐫鐲鐸鐺鐿鑊鑌鑔鑠鑣鑥鑭鑹鑾钁閂閆閌閎閔閫閬閭閶"
    "閼閽閾閿闃闈闋闐闔闕闞闥陘隉雋霽靂靄靚靦靨鞝鞽韁韃韉韙韜韝韞頇頊頎頏頜頡頦頷顎顓顙顢顥顬顰顳颮颯颶颼飆飈飠飩飪飫飭飱飴餈餉餑餚餛餱餳餷餼餿饃饈饉饊饌饗饜饢駑駔駘"
    "駙駟駢騅騍騏騖騫騭騮騶騸驀驁驂驃驄驊驍驏驛驤驥驪髏髕髖鬢鬩鬮魎魘魴魷鮁鮃鮎鮐鮒鮚鮝鮞鮪鮫鮭鯀鯁鯇鯊鯔鯖鯗鯛鯝鯡鯢鯤鯧鯪鯫鯰鯴鯽鯿鰈鰉鰍鰐鰒鰠鰣鰥鰨鰩鰭鰱鰲鰳鰵鰷"
    "鰹鰻鰾鱅鱈鱒鱔鱖鱘鱝鱟鱧鱭鱷鱸鱺鳧鳩鳬鳶鴆鴇鴝鴟鴣鴯鴰鵂鵒鵓鵜鵠鵡鵪鵯鶇鶉鶓鶘鶚鶥鶩鶯鶻鶼鶿鷀鷂鷓鷙鷚鷥鷦鷯鷲鷳鷴鷸鷺鸌鸕鸚鸛鸝鸞鹺麩黌黲黷黽黿鼉鼴齎齏齔齙齜齟"
    "齠齦齪齬齶齷龕㑯㑳㑶㓨㘚㜄㜏㠏㥮㩜㩳㩵䁻䃮䊷䋙䋚䋹䋻䍦䎱䙡䜀䝼䥇䥑䥱䦛䦟䯀䰾䱷䱽䲁䲘䴉俔俥倈倲偑傌儎儸剗劏劚勩啢喎嗊嘓嘽噚嚲囉墶壋壪壼媰嫿嬃孋屓嵾嶔嶢嶨嶮幓廎彠"
    "彲悞慺憖懤戱挩掆掗揯搵撏撝擓擽敓斆暘曨梲棡棶椲榲槤槮槶槼樢樧樫樳樿檟檮殨殰涗渢溮溳滻漊潚澐澦澾濄濚濜濧瀂瀇灡煱熅熲燶獮獱瑒瑲璡璫璯璵璸瘮瘲瞜瞶矓硜碕碽磑磠磾礄禕"
    "禡稏穇穠穭窵筴篔篠簹籔籙籛紖紘紝紬紵絅絰綌綐綯緓緼縕縗縳繸繿纇罃翬翽膕膞臢萴蒕薀薘薳薵藭蘀虆螮螿蠁蠨褌褘襏襴覎覥訒訢訩詖詗誾諝譸讅讋讌豶貙貟賙賰賵贇贔赬躂躎軑輈"
    "輬輼轀酇醟醱釾鈃鈒鉋鉶銍銛鋙鋩錏錡錩鍈鍚鍠鎔鎛鎡鎲鎶鏐鏰鏺鐥鐯鐶鑕鑞鑱钂閈闍闒闓闠闤隯霢靆靉靝韍頮頲頴顒颭颸颺颻飀飣飥飿餄餎餏餕餖餜餶餺饁馹駰駸騂騌騤騧驌驦驫鬹"
    "魛魢魨魺鮊鮋鮍鮓鮜鮣鮦鮳鮶鮺鯒鯕鯷鰁鰂鰃鰆鰌鰏鰛鰜鰟鰧鰮鰺鰼鱂鱠鱣鱤鱨鱯鳲鳾鴒鴞鴴鴷鵁鵃鵐鵮鵷鵾鶄鶊鶖鶡鶪鶬鶲鶹鶺鷁鷉鷊鷖鷫鷽鸂鸇鸊鸏鸘黶鼂齕齗龎龑鿁鿓"
)
SIMPLIFIED = (
    "丢并干乱亚布占并来仑侣局系侠私俩仓个们幸伦伟侧侦伪杰伞备家佣传债伤倾仅侨仆伪侥雇价仪俊亿侩俭尽偿优储凶兑儿内两册幂净冻凛凯别删则克刹刚剥剐创铲划剧刘刽剑剂劲动务"
    "勋胜劳势勋励劝匀汇区协恤却即厕历厌厉参叁丛吴呐吕员念问启哑启唤丧吃乔单哟呛吗呜叹呕尝哗啸恶嘘喷吨当吓尝啮咽咙向严嚣苏嘱囱国围园圆图团坝采执坚尧报场块涂坞尘堑垫坠"
    "堕坛坟墙垦坛压垒坛坏垄坝壮壶寿够梦伙夹奥夺奖奋妆奸娱娄妇妈娇婴婶娘孙学孪宫采寝实宁审写宽宠宝将专寻对导届尸屉屡层属冈峰岛峡昆岗仑岁崭岭屿岳岿峦岩帅师帐带帧帜币帮"
    "干几库厕厢厩厦荫厨庙厂废广庐厅吊张强别弹弥弯录汇彦雕佛后径从复征彻恒耻悦闷凄恶恼爱栗态惨惭惯怂虑庆戚欲忧惫怜凭惮愤悯宪忆恳应蒙惩懒怀悬惧慑恋战戏户抛挟舍挨卷扫抡"
    "挣挂采拣扬换挥损摇捣抢搂挚抠折掺捞撑挠掸拨抚扑挞挝捡拥掳择击挡担据挤捣拟摈拧搁掷扩摆擞扰撵拢拦搀携摄攒挛摊搅揽教败叙敌数敛毙斩断于旗既升时晋昼晕畅暂历晓向旷晒书"
    "会术东拐栅拐查杆条弃棋枣栋栈栖杨枫业极矩干荣构枪杠桨桩乐梁楼标枢样朴树桥机椭横档检台柠槛柜橱樱栏权钦叹欧欢岁历归残僵歼杀壳壳毁殴毡气氢泛泛污决没冲况溯泄汹凉凄泪"
    "净凌沦渊浅涣减涡测浑凑涌汤准沟温湿沧灭涤汇沪滞渗卤滚满渔沤汉涟渍涨渐浆泼洁潜润溃涩浇涝涧泽淀浊浓湿泞蒙济涛滥潍滨溅滤泻沈濒沥弥澜洒漓滩湾滦灾为乌烃无炼烟焕烦荧热"
    "炽灯烧烫营灿毁烛烩熏烬烁炉烂争为爷尔床墙牵犊牺状狭狈狰犹呆狱狮奖独狞获猎兽獭献现雕珐琐瑶莹玛环琼瓮产产苏宁亩毕画异画当畴叠痉酸疯疡痪疮疟疗愈瘪痴痒症癣痈瘫发皂皑"
    "皱杯盗盏尽监盘卢荡真众困睁瞒蒙瞩矫朱砚硕确码砖硷础碍矿砾矾秘禄祸御礼祷秃税秆棱种称谷积颖秽稳获窝洼穷窑窥窜窍灶窃竖竞笔笋个笺节范筑筛篓蓑简签帘篮筹笼签篱箩吁粤粪"
    "粮团纠纪约红纫纹纳纽纯纱纸级纷纺扎细绅绍终弦组绊结绝绦绞络绚给绒统丝绝绢绑绣绥捆经综绿绸线维纲网绷缀彩纶绽绰绵紧绿绪缄线缉缎缔缘编缓缅纬练致缚县绦缝缩纵纤缕总绩"
    "绷织缮绕绣绳绘系茧缴绎继续累缠缨才纤缆钵坛坛罚骂罢罗群羡义习玩翘圣闻联聪声耸聂职听聋肃胁脉唇修脱胀肾脑肿脚肠肤胶腻胆脓脸脐腊脏卧临台与兴举旧馆舱舰艰艳兹荆庄茎荚"
    "华烟莱万叶苇药荤搜苍席盖莲卜参蒋葱荫荡芜萧蓟姜蔷荐萨苔蓝艺药蕴蔼芦苏蕴苹兰萝处虚虏号亏蜕蚀虾虱蜗蚂萤蛰蝉虫蚁蝇蝎蜡蛊蚕蛮众蔑术同胡卫冲里补装里制复裤袄袜摆衬袭核"
    "见规觅视亲觉览观触订讣计讯讨训讫托记讹讶讼诀访设许诉诊注证诈评诅词咏询诣试诗诧诡话该详诛夸志认诞诱语诚诫诬误诵诲说说谁课诽谊调谆谈请谅论谍谐咨讳讽诸谚诺谋谓誊诌"
    "谎谜谤谦讲谢谣谣谬谨谩哗证讥识谭谱噪毁译议谴护誉读变谗让谰赞岂竖丰艳猪猫贝贞负财贡贫货贩贪贯责贮贰贵贬买贷费贴贸贺赂赁贿资贾贼赊宾赐赏赔贤卖贱赋质账赌赖赚购赛赘"
    "赠赞赡赢赃赎赣赃赶赵趋迹践逾踊迹踪踌跃蹿躯车轧轨军轩软轴较载挽辅轻辆辉辊辈轮辑输辐辗舆辖辕转辙轿轰办辞辫辩农回这连周进游运过达违遥逊递远溯适迟迁选遗辽迈还边逻邮"
    "乡邹郧邓郑邻郸酝丑酝糖医酱酿衅释厘钉针钓扣钒钎钥钠钝钩钞钮钧钟钙铃铀钾巨钻铂钳铆铅钵钩铰铬银铜铣铭衔铱锐销锈锑铝锌钡锋锄铺锐锯钢录锥锤锭钱锦锚锡错录锰表锨炼锅镀"
    "铡锻锹键锗针钟镁镑镰锁锤钨镐镇镇镍旋链铲镜锈镣钟镰镭铁铸鉴鉴钥镶镊锣钻凿长门闪闭开闰闲闲间闸阂阁合阀闺闽阅阅阉阎板暗阔阑闯关阐辟陕升阵阴陈陆阳队阶陨际随险隐陇隶"
    "只虽双雏杂鸡离难云电沾雾灵静巩秋千韦韧韩韵响页顶顷项顺须颂预顽颁顿颇领颐头颊颈颓频颓颗题额颜颜愿颠类顾颤显颅颧风台刮飘飞饥饭饮饲饱饰饺饼养饵馁饿余饯馅馆糊喂馏馒"
    "馈饥饶馋马驭冯驮驰驯驳驻驹驾驶驼骂骇骆骏骋骑骗腾骚骡驱骄验惊骤驴肮脏体发松胡须斗闹哄郁鱼鲁鲍鲜鲤鲸鳃鳖鳞鸟凤鸣鸦鸵鸳鸯鸭鸿鸽鹃鹅鹏雕鹊鹤鸡鸥鹰卤咸碱盐丽麦面面曲"
    "曲面么么黄点党霉冬齐斋齿龄出啮龋龙庞龚龟亘伫俣伥伧偬伛偻佥偾侬傧俦侪俪傩傥俨兖胄刭剀刿劢匦匮厍厣咤呙呗啬唢哔喽啧唛唠叽哓呒咝哒哝哕嗳哙咛哜噜呖喾嘤啭嗫冁呓囵垭垩"
    "垴埚茔垲埘冢埙埙圹垆垅坜奂奁姹姗娅娲妫媪袅妪妩娴娴妫娆婵嫱嫒嬷嫔娈尴屦岘崃峥岽岚嵝岖崂峤峄嵘巅巯卺帏帼帻帱厮庑廪弑弪徕怅恽恻惬悫怆恺忾愠恸悫怄悭愦怃怿懔怼懑恹忏"
    "戆戋戗戬挲扪掴掼抟挢揿撷撸摅撄撺斓晖晔昙暧胧栀枧枭枨桠桢杩桤椠椁枞桦桡檩柽桧樯槟橹榈栉椟橼栎槠栌枥橥榇蘖栊榉榉椤栾榄棂欤殁殒殇殚殓殡毵牦氇氩氲浃泾渌涞浈沩荥浒溆"
    "颍沩浔滗涠渑泶浍泺滢渎浏泸潇潆潴泷濑潋沣滠灏滟滟炜茕炀炝烨炖焖焘牍荦牦狲犸狯猃犷猕猡珲玮琏玑瑷玺璇珑璎瓒瓯疴痖瘗瘘瘘痨痫瘅疠疖疬癞瘿瘾癫疱皲眦睐眍睑硖砗砀砜碜碛"
    "矶硗砺砻祯禅祢籼禀稣穑窭窦笕筝箧笃筚箦箪篑箫箨籁笾簖粽糁粝籴粜纟纣纡纥纨纾纰纭绂绁绀绋绐绌绗绔绛绡绠绨缍绻绶绾绺绮绫绲缁绯绱缃缂缗缌缑缈缏缇萦缙缢缒绉缣缜缟缛缡"
    "缧缦絷缥缫缪缯缭缋缰缳缲缤缱缬纩缵罂罴羁芈羟膻耧耢聩聍胫胨脶腽脍膑胪脔舣舻刍苎苋庵苌莴荭荮莼莳莅荪苁莼荜蒌茑荨蒇荞荬芸莸荛蒉蓣荟芗莶苎荠荩薮苈蔺蕲藓蔹茏蓠虬蛱蚬"
    "猬蛳蝼蝈螨虮蛲蛏虿蛴蝾蚝蛎衮袅裢褛亵裥裥裣裆褴觇觋觎觊觏觐觑觌觞觯讠讧讦讪讷诃诂诋讵诒诏诎诩诟诠诘诜诙诖诔诓诳诶诮诰谇谄诿诤诹诼谂谀谝谥诨谔谛谏谕谙谌谖谒谧谑谡"
    "谥谟谪谫讴谲谮谯谵谫雠谶谠谳贳赀贶贻贲赅赈赇赉赓赕赍赙赜贽赝赆赝趱跄跸跖蹒跷趸跻踯跞踬蹰跹蹑躜躏轫轭轷轸轱轵轺轲轶轼辂辁轾辄辎辋辍辇辏毂辘辚辔轹轳迳迩逦郏郓邬邺"
    "郐邝郦腌酾酽钅钆钇钌钊钋钐钏钗钍钕钯钫钭钚钤钣钬钛钪铌铈钶钴钹铍钰钸钿铊铉铋钷钺钲钼钽锫铒铪铳铨铢铫铑铷铟铵铥铕铯铐铞锉锒铤铗锊锓铘锃锔锇铖锆锂铽锍锞锖锫锩锕锟"
    "锱铮锛锬锢铼镎锝锪钫钔锴锷锸锲锘锾锶锿镅镉蓥镏铠铩锼镒镓镌镎镞镆镙镝铿锵镗镘镛镖镂錾铧镤镪铙铴铹镦镡镫镢镨锎锏镄镌镯铎铛镱镬镔镲铄镳镥镧镩銮镢闩闫闶闳闵阃阆闾阊"
    "阏阍阈阌阒闱阕阗阖阙阚闼陉陧隽霁雳霭靓腼靥绱鞒缰鞑鞯韪韬鞲韫顸顼颀颃颌颉颏颔颚颛颡颟颢颥颦颞飑飒飓飕飙飚饣饨饪饫饬飧饴糍饷饽肴馄糇饧馇饩馊馍馐馑馓馔飨餍馕驽驵骀"
    "驸驷骈骓骒骐骛骞骘骝驺骟蓦骜骖骠骢骅骁骣驿骧骥骊髅髌髋鬓阋阄魉魇鲂鱿鲅鲆鲇鲐鲋鲒鲞鲕鲔鲛鲑鲧鲠鲩鲨鲻鲭鲞鲷鲴鲱鲵鲲鲳鲮鲰鲶鲺鲫鳊鲽鳇鳅鳄鳆鳋鲥鳏鳎鳐鳍鲢鳌鳓鳘鲦"
    "鲣鳗鳔鳙鳕鳟鳝鳜鲟鲼鲎鳢鲚鳄鲈鲡凫鸠凫鸢鸩鸨鸲鸱鸪鸸鸹鸺鹆鹁鹈鹄鹉鹌鹎鸫鹑鹋鹕鹗鹛鹜莺鹘鹣鹚鹚鹞鹧鸷鹨鸶鹪鹩鹫鹇鹇鹬鹭鹱鸬鹦鹳鹂鸾鹾麸黉黪黩黾鼋鼍鼹赍齑龀龅龇龃"
    "龆龈龊龉腭龌龛㑔㑇㐹刾㘎㚯㛣㟆㤘㨫㧐擜䀥鿎䌶䌺䌻䌿䌾䍠䎬䙌䜧䞍䦂鿏䥾䦶䦷䯅鲃䲣䲝鳚鳤鹮伣伡俫㑈㐽㐷傤㑩刬㓥㔉勚唡㖞唝啯啴㖊亸啰垯垱塆壸㛀婳媭㛤屃㟥嵚峣峃崄㡎庼彟"
    "彨悮㥪慭㤽戯捝㧏挜搄揾挦㧑㧟㧰敚敩旸昽棁㭎梾㭏榅梿椮椢椝㭤榝㭴桪椫槚梼㱮㱩涚沨浉涢浐溇㴋沄滪㳠㳡溁浕㳔澛㲿㳕㶽煴颎㶶狝㺍玚玱琎珰㻅玙瑸瘆疭䁖瞆眬硁埼䂵硙硵䃅硚祎"
    "祃䅉䅟秾穞窎䇲筼筿筜䉤箓篯纼纮纴䌷纻䌹绖绤䌼绹绬缊缊缞䌸䍁䍀颣䓨翚翙腘䏝臜荝蒀蕰荙䓕䓓䓖萚蔂䗖螀蚃蟏裈袆袯襕觃觍讱䜣讻诐诇訚谞诪谉詟䜩豮䝙贠赒䞐赗赟赑赪跶䟢轪辀"
    "辌辒辒酂蒏酦䥺钘钑铇铏铚铦铻铓铔锜锠锳钖锽镕镈镃镋鿔镠镚䥽䦅䦃镮锧镴镵镋闬阇阘闿阓阛陦霡叇叆靔韨颒颋颕颙飐飔飏飖飗饤饦饳饸饹饻馂饾馃馉馎馌驲骃骎骍骔骙䯄骕骦骉鬶"
    "鱽鱾鲀鲄鲌鲉鲏鲊鲘䲟鲖鲓鲪鲝鲬鲯鳀鳈鲗鳂䲠䲡鲾鳁鳒鳑䲢鳁鲹鳛鳉鲙鳣鳡鲿鳠鸤䴓鸰鸮鸻䴕䴔鸼鹀鹐鹓鹍䴖鹒鹙鹖䴗鸧鹟鹠鹡鹢䴘鹝鹥鹔鸴㶉鹯䴙鹲鹴黡鼌龁龂厐䶮䜤鿒"
)

SEPARATORS = (
    r"\u0080-\u00a2\u00a4\u00a6\u00a8\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf\u00d7"
    r"\u00f7\u02c2-\u02c5\u02d2-\u02df\u02e5-\u02eb\u02ed\u02ef-\u02ff\u0375\u037e\u0384\u0385"
    r"\u0387\u03f6\u0482\u055a-\u055f\u0589-\u058f\u05be\u05c0\u05c3\u05c6\u05f3-\u060f"
    r"\u061b-\u061f\u066a-\u066d\u06d4\u06dd\u06de\u06e9\u06fd\u06fe\u0700-\u070f\u07f6-\u07f9"
    r"\u07fe\u07ff\u0830-\u083e\u085e\u0888\u0890\u0891\u08e2\u0964\u0965\u0970\u09f2\u09f3"
    r"\u09fa\u09fb\u09fd\u0a76\u0af0\u0af1\u0b70\u0bf3-\u0bfa\u0c77\u0c7f\u0c84\u0d4f\u0d79"
    r"\u0df4\u0e3f\u0e4f\u0e5a\u0e5b\u0f01-\u0f17\u0f1a-\u0f1f\u0f34\u0f36\u0f38\u0f3a-\u0f3d"
    r"\u0f85\u0fbe-\u0fc5\u0fc7-\u0fda\u104a-\u104f\u109e\u109f\u10fb\u1360-\u1368"
    r"\u1390-\u1399\u1400\u166d\u166e\u1680\u169b\u169c\u16eb-\u16ed\u1735\u1736\u17d4-\u17d6"
    r"\u17d8-\u17db\u1800-\u180a\u180e\u1940-\u1945\u19de-\u19ff\u1a1e\u1a1f\u1aa0-\u1aa6"
    r"\u1aa8-\u1aad\u1b5a-\u1b6a\u1b74-\u1b7e\u1bfc-\u1bff\u1c3b-\u1c3f\u1c7e\u1c7f"
    r"\u1cc0-\u1cc7\u1cd3\u1fbd\u1fbf-\u1fc1\u1fcd-\u1fcf\u1fdd-\u1fdf\u1fed-\u1fef"
    r"\u1ffd-\u206f\u207a-\u207e\u208a-\u208e\u20a0-\u20ab\u20ad-\u20c0\u2100\u2101"
    r"\u2103-\u2106\u2108\u2109\u2114\u2116-\u2118\u211e-\u2123\u2125\u2127\u2129\u212e"
    r"\u213a\u213b\u2140-\u2144\u214a-\u214d\u214f\u218a-\u244a\u249c-\u24e9\u2500-\u2775"
    r"\u2794-\u2bff\u2ce5-\u2cea\u2cf9-\u2cfc\u2cfe\u2cff\u2d70\u2e00-\u2e2e\u2e30-\u3004"
    r"\u3008-\u3020\u3030\u3036\u3037\u303d-\u303f\u3099-\u309c\u30a0\u30fb\u3190\u3191"
    r"\u3196-\u319f\u31c0-\u31e3\u3200-\u321e\u322a-\u3247\u3250\u3260-\u327f\u328a-\u32b0"
    r"\u32c0-\u33ff\u4dc0-\u4dff\ua490-\ua4c6\ua4fe\ua4ff\ua60d-\ua60f\ua673\ua67e"
    r"\ua6f2-\ua716\ua720\ua721\ua789\ua78a\ua828-\ua82b\ua836-\ua839\ua874-\ua877\ua8ce\ua8cf"
    r"\ua8f8-\ua8fa\ua8fc\ua92e\ua92f\ua95f\ua9c1-\ua9cd\ua9de\ua9df\uaa5c-\uaa5f\uaa77-\uaa79"
    r"\uaade\uaadf\uaaf0\uaaf1\uab5b\uab6a\uab6b\uabeb\ue000-\uf8ff\ufb29\ufbb2-\ufbc2"
    r"\ufd3e-\ufd4f\ufdcf\ufdfc-\ufdff\ufe10-\ufe19\ufe30-\ufe6b\ufeff-\uff0f\uff1a-\uff20"
    r"\uff3b-\uff40\uff5b-\uff65\uffe0-\ufffd\U00010100-\U00010102\U00010137-\U0001013f"
    r"\U00010179-\U00010189\U0001018c-\U000101fc\U0001039f\U000103d0\U0001056f\U00010857"
    r"\U00010877\U00010878\U0001091f\U0001093f\U00010a50-\U00010a58\U00010a7f\U00010ac8"
    r"\U00010af0-\U00010af6\U00010b39-\U00010b3f\U00010b99-\U00010b9c\U00010ead"
    r"\U00010f55-\U00010f59\U00010f86-\U00010f89\U00011047-\U0001104d\U000110bb-\U000110c1"
    r"\U000110cd\U00011140-\U00011143\U00011174\U00011175\U000111c5-\U000111c8\U000111cd"
    r"\U000111db\U000111dd-\U000111df\U00011238-\U0001123d\U000112a9\U0001144b-\U0001144f"
    r"\U0001145a-\U0001145d\U000114c6\U000115c1-\U000115d7\U00011641-\U00011643"
    r"\U00011660-\U0001166c\U000116b9\U0001173c-\U0001173f\U0001183b\U00011944-\U00011946"
    r"\U000119e2\U00011a3f-\U00011a46\U00011a9a-\U00011a9c\U00011a9e-\U00011aa2"
    r"\U00011c41-\U00011c45\U00011c70\U00011c71\U00011ef7\U00011ef8\U00011fd5-\U00011fff"
    r"\U00012470-\U00012474\U00012ff1\U00012ff2\U00013430-\U00013438\U00016a6e\U00016a6f"
    r"\U00016af5\U00016b37-\U00016b3f\U00016b44\U00016b45\U00016e97-\U00016e9a\U00016fe2"
    r"\U0001bc9c\U0001bc9f-\U0001bca3\U0001cf50-\U0001d164\U0001d16a-\U0001d16c"
    r"\U0001d173-\U0001d17a\U0001d183\U0001d184\U0001d18c-\U0001d1a9\U0001d1ae-\U0001d241"
    r"\U0001d245\U0001d300-\U0001d356\U0001d6c1\U0001d6db\U0001d6fb\U0001d715\U0001d735"
    r"\U0001d74f\U0001d76f\U0001d789\U0001d7a9\U0001d7c3\U0001d800-\U0001d9ff"
    r"\U0001da37-\U0001da3a\U0001da6d-\U0001da74\U0001da76-\U0001da83\U0001da85-\U0001da8b"
    r"\U0001e14f\U0001e2ff\U0001e95e\U0001e95f\U0001ecac\U0001ecb0\U0001ed2e"
    r"\U0001eef0-\U0001f0f5\U0001f10d-\U0001fbca\U000e0001-\U000e007f\U000f0000-\U0010fffd"
)

INVISIBLE = (
    r"\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    r"\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff"
)
# Glued to a number or word by NFKC (10² → 102, 3½ → 31⁄2, №5 → No5): set apart before.
APART = r"\u00b2\u00b3\u00b9\u00bc-\u00be\u2070\u2074-\u2079\u2116\u2150-\u215f\u2189"
CJK = (
    r"\u1100-\u11ff\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f"
    r"\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7a3\ud7b0-\ud7fb"
    r"\uf900-\ufaff\U00016fe0-\U00018cff\U0001aff0-\U0001b16f\U00020000-\U0003ffff"
)
# Letters beside ASCII that NFKC leaves alone: Latin-1, Cyrillic, kana, Han, Hangul; and marks that
# separate with or without it.
STABLE = (
    r"\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff\u0400-\u045f\u2013\u2014\u2018-\u201f\u2026"
    r"\u3001-\u3002\u3008-\u3011\u3041-\u3096\u30a1-\u30fa\u30fc\u4e00-\u9fff\uac00-\ud7a3"
    r"\uff01\uff08\uff09\uff0c\uff1a\uff1b\uff1f§€£¥"
)
# What PostgreSQL's own parser cuts exactly as our rule does: plain prose.
PROSE = r" \t\r\n,;:!?\"''()\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff\u0400-\u045f\u2013\u2014\u2018-\u201f\u2026"
LETTER = r"A-Za-z0-9\u0080-\U0010ffff"

STEMMED = {
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "it": "italian",
    "pt": "portuguese",
    "ru": "russian",
}


def configuration(name, stemmer, ascii_stemmer):
    """Accents are folded before stemming; words of ASCII letters have none, and skip that step."""
    return [
        f"CREATE TEXT SEARCH CONFIGURATION public.search_{name} (COPY = pg_catalog.simple)",
        f"""ALTER TEXT SEARCH CONFIGURATION public.search_{name}
            ALTER MAPPING FOR asciiword WITH pg_catalog.{ascii_stemmer}""",
        f"""ALTER TEXT SEARCH CONFIGURATION public.search_{name}
            ALTER MAPPING FOR word WITH public.unaccent, pg_catalog.{stemmer}""",
        f"""ALTER TEXT SEARCH CONFIGURATION public.search_{name}
            ALTER MAPPING FOR numword WITH public.unaccent, pg_catalog.simple""",
    ]


def configurations():
    """One for each stemmed language; ``search_simple`` for every other, and for exact words."""
    yield from configuration("simple", "simple", "simple")
    for code, language in STEMMED.items():
        latin = "english_stem" if code == "ru" else f"{language}_stem"
        yield from configuration(code, f"{language}_stem", latin)


# What a word becomes, beside lower case:
# - C++, C#, AT&T, 10%, $5, § 230: the symbol is a word of its own, so that M&A is not "I'm a".
# - U.S. and US in capitals: one word, not the pronoun. Other initials lose their dots: U.K. is UK.
# - 1,000,000 and 1’000’000 are 1000000; 4.3 is one word; 4.3.2020 and 10:30 are their numbers.
# - don’t, l’entreprise, a@b.org, and/or: their parts. Han, kana, Hangul: a word each.
FUNCTIONS = [
    f"""
CREATE FUNCTION public.search_config(language text) RETURNS regconfig
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT CASE split_part(language, '-', 1)
        {" ".join(f"WHEN '{code}' THEN 'public.search_{code}'::regconfig" for code in STEMMED)}
        ELSE 'public.search_simple'::regconfig
    END
$$""",
    # Text beyond ASCII → ASCII and letters: nothing else above U+007F is left but § € £ ¥.
    rf"""
CREATE FUNCTION public.search_letters(value text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    t text := value;
    found text;
BEGIN
    IF t ~ '[^\x01-\x7f{STABLE}]|[0-9][\u2019\uff0c\uff0e][0-9]' THEN
        t := regexp_replace(t, '[{INVISIBLE}]+', '', 'g');
        t := regexp_replace(t, '(?<=[0-9])[\u00a0\u2009\u202f](?=[0-9][0-9][0-9](?![0-9]))', ',', 'g');
        t := regexp_replace(translate(t, '’ʼ´ςΣİ™℠', '''''''σσI  '), '([{APART}]+)', ' \1 ', 'g');
        t := regexp_replace(normalize(t, NFKC), '[\u0300-\u036f]+', '', 'g');
        t := translate(t, '‐', '-');
    END IF;
    IF t ~ '[{CJK}]' THEN
        IF t ~ '[{TRADITIONAL}]' THEN
            found := regexp_replace(t, '[^{TRADITIONAL}]+', '', 'g');
            t := translate(t, found, translate(found, '{TRADITIONAL}', '{SIMPLIFIED}'));
        END IF;
        t := array_to_string(string_to_array(translate(t, E'\x01', ' '), NULL), E'\x01');
        t := regexp_replace(t, '(?<=[^{CJK}])\x01(?=[^{CJK}])', '', 'g');
    END IF;
    RETURN regexp_replace(t, '[\x01{SEPARATORS}]+', ' ', 'g');
END
$$""",
    # Words in lower case between spaces; a hyphen stays only where it joins two words.
    rf"""
CREATE FUNCTION public.search_folded(value text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    t text := value;
BEGIN
    IF t ~ '[^\x01-\x7f]' THEN
        t := public.search_letters(t);
    END IF;
    IF t ~ '[$%&+#§€£¥]' THEN
        t := replace(replace(replace(t, '%', ' percentsign '), '$', ' dollarsign '), '&', ' andsign ');
        t := replace(replace(replace(t, '€', ' eurosign '), '£', ' poundsign '), '¥', ' yensign ');
        t := replace(replace(replace(t, '+', ' plussign '), '#', ' numbersign '), '§', ' sectionsign ');
    END IF;
    IF t ~ 'US|\.[A-Za-z]' THEN
        t := regexp_replace(t, '(?<![{LETTER}])(?:US(?![{LETTER}])|[Uu]\.[Ss](?!\.?[{LETTER}]))', 'usinitials', 'g');
        t := regexp_replace(t, '(?<=(?<![{LETTER}])[A-Za-z])\.(?=[A-Za-z](?![{LETTER}]))', '', 'g');
    END IF;
    IF t ~ '[0-9][.,''][0-9]' THEN
        t := regexp_replace(t, '(?<=(?<![0-9])[0-9][0-9]?[0-9]?)[,''](?=[0-9][0-9][0-9](?![0-9]))', '', 'g');
        t := regexp_replace(t, '(?<![0-9.])([0-9]+)\.([0-9]+)(?!\.?[0-9])', '\1dot\2', 'g');
    END IF;
    IF strpos(t, '-') > 0 THEN
        t := regexp_replace(t, '(?<![{LETTER}])-|-(?![{LETTER}])|(?<=[0-9])-(?=[0-9])', ' ', 'g');
    END IF;
    RETURN lower(regexp_replace(t, '[^-{LETTER} ]+', ' ', 'g'));
END
$$""",
    """
CREATE FUNCTION public.search_words(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT btrim(regexp_replace(public.search_folded(value), '[- ]+', ' ', 'g'))
$$""",
    rf"""
CREATE FUNCTION public.search_is_prose(value text) RETURNS boolean
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT value !~ '[^A-Za-z0-9.{PROSE}]|US|\.[^ \t\r\n"'')\u2019\u201d]|[0-9][.,''\u2019][0-9]'
$$""",
    # Every word with its position; with hyphens, the text once more with those words joined,
    # so that phrases are found either way. `gapsign` keeps phrases from running across.
    """
CREATE FUNCTION public.search_exact(value text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    t text := value;
BEGIN
    IF public.search_is_prose(t) THEN
        RETURN to_tsvector('public.search_simple', t);
    END IF;
    t := public.search_folded(t);
    IF strpos(t, '-') = 0 THEN
        RETURN to_tsvector('public.search_simple', t);
    END IF;
    RETURN to_tsvector('public.search_simple', translate(t, '-', ' '))
        || to_tsvector('public.search_simple', 'gapsign ' || replace(t, '-', ''));
END
$$""",
    # Joined words stand without a position: found, never part of a phrase.
    """
CREATE FUNCTION public.search_stems(value text, language text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    t text := value;
    config regconfig := public.search_config(language);
BEGIN
    IF public.search_is_prose(t) THEN
        RETURN to_tsvector(config, t);
    END IF;
    t := public.search_folded(t);
    IF strpos(t, '-') = 0 THEN
        RETURN to_tsvector(config, t);
    END IF;
    RETURN to_tsvector(config, translate(t, '-', ' '))
        || strip(to_tsvector(config, replace(t, '-', '')));
END
$$""",
    # The typed words in this order; `us` in small letters also finds US. NULL without words.
    """
CREATE FUNCTION public.exact_phrase(value text, prefix boolean DEFAULT false) RETURNS tsquery
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    t text := public.search_folded(value);
    ending text := CASE WHEN prefix THEN ':*' ELSE '' END;
    spelling text;
    q tsquery;
BEGIN
    FOREACH spelling IN ARRAY ARRAY[translate(t, '-', ' '), replace(t, '-', '')] LOOP
        spelling := regexp_replace(btrim(spelling), ' +', ' <-> ', 'g');
        IF spelling <> '' AND (strpos(t, '-') > 0 OR q IS NULL) THEN
            spelling := spelling || ending;
            q := coalesce(q || to_tsquery('public.search_simple', spelling),
                          to_tsquery('public.search_simple', spelling));
        END IF;
    END LOOP;
    RETURN ts_rewrite(q, 'us', 'us | usinitials');
END
$$""",
    # The same with stems; NULL where one of the words is a stop word of the language.
    """
CREATE FUNCTION public.stem_phrase(value text, language text) RETURNS tsquery
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    t text := public.search_folded(value);
    config regconfig := public.search_config(language);
    words text := btrim(regexp_replace(t, '[- ]+', ' ', 'g'));
    q tsquery := phraseto_tsquery(config, words);
    us tsquery := plainto_tsquery(config, 'us');
BEGIN
    IF words = '' OR numnode(q) < 2 * array_length(string_to_array(words, ' '), 1) - 1 THEN
        RETURN NULL;
    END IF;
    IF strpos(t, '-') > 0 THEN
        q := q || phraseto_tsquery(config, replace(t, '-', ''));
    END IF;
    RETURN ts_rewrite(q, us, us || plainto_tsquery(config, 'usinitials'));
END
$$""",
]

DROP = [
    "DROP FUNCTION public.stem_phrase(text, text)",
    "DROP FUNCTION public.exact_phrase(text, boolean)",
    "DROP FUNCTION public.search_stems(text, text)",
    "DROP FUNCTION public.search_exact(text)",
    "DROP FUNCTION public.search_is_prose(text)",
    "DROP FUNCTION public.search_words(text)",
    "DROP FUNCTION public.search_folded(text)",
    "DROP FUNCTION public.search_letters(text)",
    "DROP FUNCTION public.search_config(text)",
    *(f"DROP TEXT SEARCH CONFIGURATION public.search_{name}" for name in ("simple", *STEMMED)),
]


class Migration(migrations.Migration):
    """Text search configurations, the folding rule, and what fills the search columns."""

    initial = True

    dependencies = [("archive", "0001_functions")]

    operations = [migrations.RunSQL([*configurations(), *FUNCTIONS], DROP)]
